"""Patterns: found, written, looked at, tried."""

from django.urls import path
from django.views.decorators.http import conditional_page, require_safe

from learning_patterns import views

urlpatterns = [
    path("patterns/", views.patterns, name="patterns"),
    path("patterns/feed.atom", require_safe(conditional_page(views.PatternFeed())), name="feed"),
    path("patterns/new/", views.new, name="new"),
    path("patterns/review/", views.review, name="review"),
    path("patterns/import/", views.import_page, name="import_page"),
    path("patterns/<slug:slug>/", views.pattern, name="pattern"),
    path("patterns/<slug:slug>/edit/", views.edit, name="edit"),
    path("patterns/<slug:slug>/wikitext/", views.wikitext_page, name="wikitext_page"),
    path("patterns/<slug:slug>/history/", views.history, name="history"),
    path("patterns/<slug:slug>/history/<int:number>/", views.revision, name="revision"),
    path("patterns/<slug:slug>/history/<int:number>/restore/", views.restore, name="restore"),
    path("patterns/<slug:slug>/ask-for-review/", views.ask_review, name="ask_review"),
    path("patterns/<slug:slug>/send-back/", views.send_back, name="send_back"),
    path("patterns/<slug:slug>/publish/", views.publish, name="publish"),
    path("patterns/<slug:slug>/still-right/", views.still_right, name="still_right"),
    path("patterns/<slug:slug>/archive/", views.archive, name="archive"),
    path("patterns/<slug:slug>/revive/", views.revive, name="revive"),
    path("patterns/<slug:slug>/endorse/", views.endorse, name="endorse"),
    path("patterns/<slug:slug>/endorse/withdraw/", views.unendorse, name="unendorse"),
    path("patterns/<slug:slug>/tried/", views.tried, name="tried"),
    path("patterns/<slug:slug>/tried/withdraw/", views.untried, name="untried"),
]
