"""What is edited in place on the pages of members and names is told to partners like what is done by acts."""

from members.models import PROFILES, MemberName
from members.webhooks import tell_changed, tell_renamed

OWN = tuple(PROFILES.values())


class TellsOfMember:
    """For the page of a member with its profile and names."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        fields = set(form.changed_data)
        for formset in formsets:
            if formset.model in OWN:
                fields.update(name for _row, names in formset.changed_objects for name in names)
            if formset.model is MemberName:
                tell_renamed([*formset.new_objects, *(name for name, _fields in formset.changed_objects)])
                fields.update("names" for name in formset.deleted_objects if not name.alias)
                fields.update("names" for name, own in formset.changed_objects if name.alias and "alias" in own)
        tell_changed({form.instance.pk: fields})


class TellsOfName:
    """For the page of one name."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.changed_facts:
            tell_renamed([obj])
        if change and _is_taken_away(form.initial, obj):
            tell_changed({form.initial["member"]: ["names"]})

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        if not obj.alias:
            tell_changed({obj.member_id: ["names"]})


def _is_taken_away(before: dict, name: MemberName) -> bool:
    """It was an official name of the member, and is now a spelling or another member's."""
    return not before["alias"] and (name.alias or name.member_id != before["member"])
