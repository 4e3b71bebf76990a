"""The journal: who did what, when. Written in the transaction of the act, changed by nobody."""
