"""Models, registration and URLs of the admin; imported by Django after its setup."""

from django.contrib import admin
from django.db import models
from django.urls import path


class Municipality(models.Model):
    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=40)

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "municipality"

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    name = models.CharField(max_length=200)
    name_kana = models.CharField(max_length=200)
    name_search = models.CharField(max_length=900)
    kind = models.CharField(max_length=40)
    standing = models.CharField(max_length=40)
    address = models.CharField(max_length=300)
    phone = models.CharField(max_length=20)
    email = models.CharField(max_length=254)
    activities = models.TextField()
    last_contact_on = models.DateField(null=True)
    municipality = models.ForeignKey(
        Municipality, models.DO_NOTHING, db_column="municipality_code", null=True
    )

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "organisation"


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "standing", "municipality", "last_contact_on")
    list_select_related = ("municipality",)
    list_per_page = 50
    search_fields = ("name_search",)
    ordering = ("name_kana", "id")


urlpatterns = [path("admin/", admin.site.urls)]
