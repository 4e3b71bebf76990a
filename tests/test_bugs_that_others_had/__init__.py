"""Every bug of this kind that other tools had: once each, from the act to the mailbox.

Each docstring is the line of the design it proves, in its own words. Where the promise is "never
twice", a naive version stands beside the test and must fail, so that the test is known to notice.
"""
