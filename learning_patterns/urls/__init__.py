"""Every address of learning patterns, in the order in which they are tried."""

from learning_patterns.urls import meetings, patterns, questions, writing

app_name = "patterns"
# Addresses with fixed words come before those in which a pattern's own name could stand.
urlpatterns = [
    *questions.urlpatterns,
    *meetings.urlpatterns,
    *writing.urlpatterns,
    *patterns.urlpatterns,
]
