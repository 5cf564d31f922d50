"""Which sets of parameters published facts about fragmented working do not rule out: history matching.

Nothing here ever lives another policy than fragmented working.
"""
