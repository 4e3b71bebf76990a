"""What helps while one writes, and what reviewers say."""

from django.urls import URLPattern, path

from learning_patterns import views

urlpatterns: list[URLPattern] = [
    path("patterns/unsaved/", views.keep, name="keep"),
    path("patterns/unsaved/throw-away/", views.throw_away, name="throw_away"),
    path("patterns/<slug:slug>/remark/", views.remark, name="remark"),
    path("patterns/<slug:slug>/remarks/<int:number>/done/", views.settle, name="settle"),
    path("patterns/<slug:slug>/remarks/<int:number>/open/", views.unsettle, name="unsettle"),
]
