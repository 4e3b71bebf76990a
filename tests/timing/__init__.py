"""How long answers take to those who send an address: the same, whether it is known or not.

`python -m tests.timing` asks every such page over HTTP, on SQLite and on PostgreSQL, and prints the
medians. It takes some minutes and needs the server programs of PostgreSQL.
"""

TIMES = 60
# What the portal may know of an address.
KINDS = ("unknown", "known", "not proved", "excluded", "on the list")
