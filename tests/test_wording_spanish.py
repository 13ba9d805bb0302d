"""What people read in Spanish: numbers, plurals, days and lists, and who pays."""

from dataclasses import replace
from datetime import date

import pytest

from service.directory.page import LeftOut
from service.directory.profile import Conflict, Profile
from service.directory.ranking import Reason
from service.wording.languages import ENGLISH, WORDINGS
from service.wording.provenance import because_text, conflict_text
from service.wording.sentences import left_out_text, reason_text, sentence
from tests.insurance_reasons import PLAN, TODAY, insurance_reason, payer_only
from tests.spanish import SPANISH
from tests.test_wording import AT, QUERY, all_reasons, reasons

ES = SPANISH.names["sources"]


def test_what_people_read():
    said = {reason_text(reason, SPANISH) for reason in all_reasons()}
    assert said >= {
        "A unas 13.8 millas de distancia",
        "A 1 milla de distancia",
        "A menos de una milla de distancia",
        "Va a su casa",
        "Ofrece evaluación y rehabilitación para conducir",
        "Probablemente ofrece evaluación y rehabilitación para conducir",
        "Su plan incluye este consultorio (verificado el 22 nov 2026)",
        "Su plan incluía este consultorio (18 oct 2025); confirme con el consultorio",
        "No se sabe si acepta su plan; pregunte en el consultorio",
        "Trabaja en un centro de esclerosis múltiple: Example MS Center (reconocido por "
        "Example Consortium, verificado el 22 nov 2026)",
        "Acepta pacientes nuevos; sin espera",
        "Acepta pacientes nuevos; espera de aproximadamente 1 semana",
        "Acepta pacientes nuevos; espera de aproximadamente 2.5 semanas",
        "No acepta pacientes por ahora (18 oct 2025; confirme con el consultorio)",
        "Especialista en esclerosis múltiple con certificación (MSCS) válida hasta el 22 nov 2026",
        "Su certificado en esclerosis múltiple (MSCS) fue válido hasta el 18 oct 2025",
    }


def test_no_reason_is_still_in_english():
    for reason in all_reasons():
        assert reason_text(reason, SPANISH) != reason_text(reason, ENGLISH)


@pytest.mark.parametrize(
    ("miles", "text"),
    [
        (0.4, "A menos de una milla de distancia"),
        (1.0, "A cerca de 1 milla de distancia"),
        (1.1, "A unas 1.1 millas de distancia"),
        (2.0, "A unas 2 millas de distancia"),
        (1234.5, "A unas 1,234.5 millas de distancia"),
    ],
)
def test_miles_as_in_the_us(miles, text):
    assert reason_text(Reason("distance", 0, 0, "distance", {"miles": miles}), SPANISH) == text


def test_several_services_are_told_by_how_sure_they_are():
    asked = replace(QUERY, services=("driving", "safety", "fall-prevention", "money-management"))
    ot = Profile(npi="1999900002", services={"driving": "no", "safety": "yes"})
    told = next(reason for reason in reasons(ot, AT, asked) if reason.signal == "services")
    assert reason_text(told, SPANISH) == (
        "Ofrece seguridad; no se sabe si ofrece prevención de caídas y manejo del dinero; "
        "no ofrece evaluación y rehabilitación para conducir"
    )


@pytest.mark.parametrize(
    ("payer", "name"),
    [
        ("Original Medicare", "Medicare Original"),
        ("New York Medicaid", "Medicaid de Nueva York"),
        ("VA Community Care", "Atención comunitaria del VA"),
        ("Gem Health", "Gem Health"),
    ],
)
def test_payers_have_their_spanish_names(payer, name):
    told = insurance_reason(payer_only(payer), status="accepts-payer", payer=payer, as_of=TODAY)
    text = reason_text(told, SPANISH)
    assert text.startswith(f"Acepta {name} (verificado el 22 nov 2026)")


def test_a_plan_of_no_known_day():
    told = insurance_reason(PLAN, status="in-network", plan_id="P1", tier="Tier 1")
    assert reason_text(told, SPANISH) == (
        "Su plan incluye este consultorio (nivel de la red: Tier 1; fecha desconocida; "
        "confirme con el consultorio)"
    )


def test_notes_conflicts_and_people_left_out():
    assert sentence("self_pay", {}, SPANISH).startswith("La mayoría de los consultorios")
    told = Conflict(field="services.driving", value="no", source="nppes", as_of=date(2026, 3, 1))
    assert conflict_text(told, SPANISH) == (
        "Servicio (evaluación y rehabilitación para conducir): otra fuente dice no "
        f"({ES['nppes']}, 1 mar 2026)"
    )
    assert because_text("only", SPANISH) == "La única fuente que lo dice"
    left = left_out_text(LeftOut("gender", 1200), QUERY, SPANISH)
    assert left == "1,200 más sin mostrar: no se sabe cuál es su género"


def test_a_language_is_asked_for_by_its_code():
    assert WORDINGS["es"] is SPANISH
    with pytest.raises(KeyError):
        WORDINGS["fr"]
