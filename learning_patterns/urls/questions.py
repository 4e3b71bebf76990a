"""Questions that stayed open, and what became of them."""

from django.urls import path

from learning_patterns.views import questions as pages
from learning_patterns.views import questions_asking as asking
from learning_patterns.views import questions_own as own

_ONE = "patterns/questions/<slug:slug>"
_OWN = "patterns/asked/<str:key>"

urlpatterns = [
    path("patterns/questions/", pages.questions, name="questions"),
    path("patterns/questions/new/", asking.ask, name="ask"),
    path(f"{_ONE}/", pages.question, name="question"),
    path(f"{_ONE}/take/", pages.take_question, name="take_question"),
    path(f"{_ONE}/give-back/", pages.release_question, name="release_question"),
    path(f"{_ONE}/answer/", pages.link_question, name="link_question"),
    path(f"{_ONE}/correct/", pages.correct_question, name="correct_question"),
    path(f"{_ONE}/close/", pages.close_question, name="close_question"),
    path(f"{_ONE}/reopen/", pages.reopen_question, name="reopen_question"),
    path("place/<str:key>/question/", asking.ask_from_place, name="ask_from_place"),
    path(f"{_OWN}/", own.asked, name="asked"),
    path(f"{_OWN}/correct/", own.asked_correct, name="asked_correct"),
    path(f"{_OWN}/close/", own.asked_close, name="asked_close"),
    path(f"{_OWN}/reopen/", own.asked_reopen, name="asked_reopen"),
    path(f"{_OWN}/told/", own.asked_stuck, name="asked_stuck"),
]
