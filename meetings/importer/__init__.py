"""From what a sign-up page says to what is to happen here: who is who, who is on the list
already, who would be new, and what stands in the way.

`ask_wiki` goes over the network, `look` only reads, `carry_out` stores what `look` showed.
"""

from meetings.importer.form import ImportForm
from meetings.importer.looking import look
from meetings.importer.people import Accounts, ask_wiki
from meetings.importer.preview import NEW, NOWHERE, Choices, Line, ListHere, Preview, Standing
from meetings.importer.storing import carry_out

__all__ = [
    "NEW",
    "NOWHERE",
    "Accounts",
    "Choices",
    "ImportForm",
    "Line",
    "ListHere",
    "Preview",
    "Standing",
    "ask_wiki",
    "carry_out",
    "look",
]
