"""The demonstration: a programme to look at and a mailbox to read. Only where DEMO is set."""
