"""The directory of members, and the page of each."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views import View

from directory import profile, register, words
from directory.forms import DayForm, MembersForm
from directory.maps import CityMap
from directory.open_data import files
from directory.register import Listing
from members.keys import parse_public_key, public_key
from wego.conditional import answer


class MembersPage(View):
    """Whom WeGO consists of on any day: searched, narrowed down, page by page, in an address that can be shared."""

    def get(self, request):
        return answer(request, register.READS, lambda: self.page(request))

    def page(self, request):
        form = MembersForm(request.GET)
        context = {"form": form}
        if form.is_valid():
            listing = Listing(form.wanted)
            form.count(listing.totals)
            context |= {
                "day": form.day,
                "page": listing.page(request.GET.get("page")),
                "map": CityMap.of(listing.places(), listing.cities),
                "counted": words.counted(listing.count, listing.countries),
                "files": files.MEMBERS,
                "provisional": listing.totals.count(provisional=True),
            }
        return render(request, "directory/members.html", context)


class MemberPage(View):
    """What is public of a member on any day: never a person.

    A record that was merged into another leads to that one for as long as the merge stands.
    """

    def get(self, request, key: str):
        member = profile.find(parse_public_key(key))
        if member is None:
            raise Http404
        if kept := profile.kept_for(member):
            return redirect("directory:member", key=public_key(kept))
        return answer(request, profile.READS, lambda: self.page(request, member))

    def page(self, request, member):
        form = DayForm(request.GET)
        context = {"form": form, "day": form.day}
        if form.day:
            context["member"] = profile.Profile.of(member, form.day)
        return render(request, "directory/member.html", context)
