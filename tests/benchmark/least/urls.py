from django.urls import path

from tests.benchmark.least.views import sign_up
from vsn.urls import urlpatterns as ours

urlpatterns = [path("meetings/<slug:slug>/sign-up/<int:number>/", sign_up), *ours]
