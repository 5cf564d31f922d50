"""Single numbers that change during a run: where each stands, and the running sums over households."""

# Counters: single numbers that change during a run.
(
    BEFORE,  # weeks of start-up
    ACTIVE_N,
    HEAVY_N,  # of these, at severity 2 and over; they stand before the light ones
    SEVERE_N,  # of these, at severity 3 and over; they stand first
    PENDING_N,
    OPEN_N,
    TOGETHER_N,
    FREE_CASE,
    FREE_LINK,
    CHANGED_N,
    ADAPT_UNTIL,  # lists follow their norm before this week
    SHARED_LIST,
    DOOR_LIST,
    CENSUS_N,
    MOVING_N,
    OUTREACH_SECONDS,  # visits promised and not yet paid in hours
    DECISIONS_N,  # municipal decisions taken this week
    WLZ_N,  # long-term care that is being paid
    REVIEWS_N,  # wrong plans that will be put right
    CHANGES_N,  # outside providers who will send someone else
    UNSETTLED_N,
    DOUBTFUL_N,
    LEAVERS_N,
    REARRANGED_N,
    FREE_PAGE,  # first free page of the calendar of onsets
    CASES_USED,  # places of the case table that were ever taken
    LINKS_USED,
    DELIVERED_WEEK,  # last week whose hours were given
    BOOKED_WEEK,  # last week whose costs were booked
    RETURNS_N,  # who was sent to the wrong place and will ask anew
    STAYS_N,  # who is in long-term care
    DOORS_OPEN,  # 1 while outreach can pay for visits
    LINE_COUNTED,  # 1 once this week's lists have been counted
    HELD_N,  # cases that wait for the next budget year
    OUTREACH_PAID,  # 1 while some payer pays for outreach visits
    REFERRER,  # 1 + the organisation whose professional calls in other help just now, 0 nobody
    FOLLOWED_N,  # households that are followed by a director, or wait for one
    MOVING_NETWORKS_N,  # households whose network carries, or comes back
    VISITORS_N,  # needs for which somebody visits the walk-in
    APPLICANTS_N,
    FORMER_PLACES,  # places of visitors whose day activity closed
    TO_CLOSE,  # 1 when locations of day activity close this week
    APPEALS_N,  # special assistance that will be decided on
    DIARY_N,  # lines written in the diary
    DIARY_HOUSEHOLD,  # the only household in it, -1 all
    DIARY_LOST,  # lines for which there was no room
) = range(46)
COUNTERS = 64

# Places in ``tally``.
HELPED, HELPERS_SUM, MULTI, MULTI_SUM, INDICATED, INDICATED_SUM, UNMET_N = range(7)
TALLIES = 8
