"""Laptop shipments as a plain CSV: where each device was asked to go, went, and what address the ID shows."""

from __future__ import annotations

from ingest.sources._countries import country_code
from ingest.sources._rows import NOTHING, SUBJECT, SUFFIXES, Row, Subjects, keys, recognised, row_id, rows
from ingest.sources.base import Emit, Head, Reader, SourceFile

_PARTS = ("street", "street2", "city", "state", "zip", "country")

ALIASES = SUBJECT | {
    "shipment": ("shipment_id", "shipment_number", "shipment", "order_id", "order_number", "request_id", "ticket_id"),
    "recipient": ("recipient", "recipient_name", "ship_to_name", "to_name", "attention", "deliver_to_name"),
    "ship_to": ("ship_to", "ship_to_address", "shipping_address", "delivery_address", "to_address", "new_ship_to"),
    "ship_to_before": ("old_ship_to", "previous_ship_to", "original_ship_to", "original_address", "previous_address"),
    "id_address": ("id_address", "id_document_address", "address_on_id", "verified_address", "i9_address"),
    "delivered": ("delivered_to", "delivered_address", "delivered_to_address", "delivery_location"),
    "street": ("ship_to_address_1", "ship_to_street1", "ship_to_street_1", "ship_to_street"),
    "street2": ("ship_to_address_2", "ship_to_street2", "ship_to_street_2"),
    "city": ("ship_to_city",),
    "state": ("ship_to_state",),
    "zip": ("ship_to_zip", "ship_to_postal_code", "ship_to_postcode"),
    "country": ("ship_to_country",),
    "phone": ("recipient_phone", "ship_to_phone", "phone"),
    "email": ("recipient_email", "ship_to_email", "email"),
    "serial": ("serial_number", "device_serial", "laptop_serial", "asset_serial", "serial_no", "serial"),
    "requested_at": ("requested_at", "created_at", "ordered_at", "order_date", "shipped_at", "ship_date"),
    "changed_at": ("changed_at", "address_changed_at", "ship_to_changed_at", "redirected_at"),
    "delivered_at": ("delivered_at", "delivery_date"),
    "status": ("status", "shipment_status"),
    NOTHING: ("model", "device_model", "laptop_model", "carrier", "tracking_number", "quantity"),
}


def _recognise(head: Head) -> float:
    return recognised(
        head,
        ALIASES,
        ("application", "employee", "login", "name", "recipient"),
        ("ship_to", "street", "delivered"),
        ("shipment", "serial", "id_address", "requested_at", "delivered"),
    )


def _read(file: SourceFile, emit: Emit) -> None:
    subjects = Subjects(emit, "shipment")
    for row in rows(file, emit, ALIASES, {"observed_at": ("requested_at", "changed_at", "delivered_at")}):
        name = row.text("name") or ("" if keys(row) else row.text("recipient"))
        number = row.text("shipment") or row_id(row)
        region = country_code(row.text("ship_to") or row.text("country") or row.text("id_address"))
        record = subjects.of(row, number, name=name, status=row.text("status"), region=region)
        if record is not None:
            _observe(emit, record, row)


def _observe(emit: Emit, record: str, row: Row) -> None:
    requested, changed = row.text("requested_at"), row.text("changed_at")
    holder = row.text("recipient")
    moments = {
        "ship_to": changed or requested,
        "ship_to_before": requested,
        "id_address": requested,
        "delivered": row.text("delivered_at") or changed or requested,
    }
    for context, when in moments.items():
        places = list(row.each(context))
        if not places and context == "ship_to":
            places = [(row.place(*_PARTS), _whole(row))]
        for column, text in places:
            emit.observe(
                record,
                "address",
                text,
                row=row.number,
                path=column,
                context=context,
                holder=holder,
                observed_at=when,
            )
    for kind, name, context in (("phone", "phone", "ship_to"), ("email", "email", "ship_to")):
        for column, text in row.each(name):
            emit.observe(
                record, kind, text, row=row.number, path=column, context=context, holder=holder, observed_at=requested
            )
    for column, text in row.each("serial"):
        emit.observe(
            record,
            "device",
            text,
            row=row.number,
            path=column,
            context="shipped",
            holder=holder,
            observed_at=requested or changed,
        )


def _whole(row: Row) -> str:
    """An address that stands in several columns, in one line."""
    street = (row.text("street"), row.text("street2"), row.text("city"))
    place = f"{row.text('state')} {row.text('zip')}".strip()
    return ", ".join(part for part in (*street, place, row.text("country")) if part)


READER = Reader(
    name="shipments",
    system="shipments",
    title="Laptop shipments (CSV)",
    describes=(
        "A CSV with one row per shipment: shipment_id, application_id or employee_number, recipient, ship_to, "
        "id_address, requested_at, changed_at, delivered_to, serial_number. IT assets or the shipping provider has it; "
        "keep the address as requested, not only as delivered."
    ),
    suffixes=SUFFIXES,
    recognise=_recognise,
    read=_read,
    example="shipments.csv",
)
