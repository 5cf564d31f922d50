"""With plausible worlds the screen says in how many of a hundred something is better, and has its figure."""

import pytest

from dashboards.answer import Answer
from dashboards.briefing import make_html, make_pdf
from dashboards.cards import figure_card, kicker, tiles
from dashboards.files import make_file
from dashboards.pages.compare import ORDER
from dashboards.play import Theatre
from dashboards.question import Question
from results.numbers import Language
from results.words import LANGUAGES, load_words
from tests.simulation.little_worlds import area_with_worlds

SECONDS = 300
NAME = "klein"


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """A comparison played through the queue of the dashboard, in an area with made-up worlds."""
    place = area_with_worlds(tmp_path_factory.mktemp("worlds"))
    theatre = Theatre(1)
    play = theatre.start(
        Question(area=NAME, years=1, warmup=13, replicates=4), {NAME: str(place)}, "somebody"
    )
    assert play.job is not None and play.job.done.wait(SECONDS)
    found = play.gather(load_words("nl"))
    assert found is not None and found.whole
    theatre.keep(found)
    assert theatre.known(found.question) is theatre.find(found.key) is found
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_tiles_say_in_how_many_of_a_hundred_worlds(answer: Answer, language: Language) -> None:
    words = load_words(language)
    assert answer.evidence.worlds > 1
    shown = tiles(answer.evidence, words)
    told = words.text("dash.tile_worlds", worlds="").strip()
    assert shown.count(told) >= 4
    assert "nan" not in shown
    assert words.text("worlds.only_central") not in kicker(answer, words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_sure_it_is_has_a_figure_of_its_own(answer: Answer, language: Language) -> None:
    words = load_words(language)
    chart = answer.chart("sure", words)
    assert chart is not None and chart.name in ORDER
    card = figure_card(answer, chart, True, words)
    where = f"/files/{answer.key}/{language}/sure.wide"
    assert "100" in card and f'data-drawing="{where}"' in card and "nan" not in card
    made = make_file(answer, "sure.wide", words)
    assert made is not None and made[0].startswith(b"<svg") and made[1] == "image/svg+xml"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_briefing_tells_of_worlds_on_two_pages(answer: Answer, language: Language) -> None:
    words = load_words(language)
    page = make_html(answer, words).decode("utf-8")
    assert "100" in page and "nan" not in page.replace("finan", "").replace("nant", "")
    assert make_pdf(answer, words).startswith(b"%PDF")
