"""The measure: a Django site with no middleware, no header, no rules, and one query where it can."""
