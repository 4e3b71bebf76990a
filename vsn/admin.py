"""Django's admin: entered through the portal's own sign-in, with a second factor."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from vsn.second_factor import second_factor_given


class PortalAdminSite(AdminSite):
    site_header = site_title = settings.SITE_NAME

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and second_factor_given(request)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without the pages for changing a password: nobody has one."""
        return [url for url in super().get_urls() if "password" not in str(url.pattern)]

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """There is no second sign-in page: allauth's comes first, then the second factor."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if self.has_permission(request):
            wanted = request.GET.get("next", "")
            ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, settings.HTTPS)
            return HttpResponseRedirect(wanted if ours else reverse("admin:index"))
        if not super().has_permission(request):
            return redirect("home")
        messages.info(request, _("Administration asks for a second factor: set one up first."))
        return redirect("mfa_index")
