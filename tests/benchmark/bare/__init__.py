"""The measure: a Django site without middleware, header or rules, and as few queries as can be."""
