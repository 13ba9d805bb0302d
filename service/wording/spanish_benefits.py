"""What a plan covers of occupational therapy, in Spanish."""

SENTENCES: dict[str, str] = {
    "benefit_yes": "Este plan cubre la terapia ocupacional en {year}{limit}{costs} (según informó "
    "la aseguradora a CMS, {date}); pregúntele si antes necesita una derivación médica o una "
    "autorización",
    "benefit_yes_past": "Este plan cubría la terapia ocupacional en {year}{limit}{costs} (según "
    "informó la aseguradora a CMS, {date}); pregúntele qué vale ahora",
    "benefit_no": "Este plan no cubre la terapia ocupacional ambulatoria en {year} (según informó "
    "la aseguradora a CMS, {date}); pregúntele antes de ir",
    "benefit_no_past": "Este plan no cubría la terapia ocupacional ambulatoria en {year} (según "
    "informó la aseguradora a CMS, {date}); pregúntele qué vale ahora",
    "benefit_unknown": "No se sabe si este plan cubre la terapia ocupacional en {year}; pregunte a "
    "la aseguradora",
    "benefit_unknown_past": "No se sabe si este plan cubre la terapia ocupacional; pregunte a la "
    "aseguradora",
}

PHRASES: dict[str, str] = {
    "limit": ": como máximo {count} {unit}, contando juntas la terapia ocupacional y la física",
    "limit_in_words": ": como máximo {count} «{unit}», contando juntas la terapia ocupacional y la "
    "física",
    "limit_without_unit": ": como máximo {count}, sin que la fuente diga de qué, contando juntas "
    "la terapia ocupacional y la física",
    "limit_untold": ": con un límite que la fuente no indica, contando juntas la terapia "
    "ocupacional y la física",
    "limit_none": ": sin límite en el número de visitas",
    "limit_unknown": ": no se sabe si hay un límite de visitas",
    "unit_visits_per_year": "visitas al año",
    "unit_visits_per_benefit_period": "visitas por período de beneficios",
    "unit_days_per_year": "días al año",
    "unit_hours_per_year": "horas al año",
    "unit_treatments_per_year": "tratamientos al año",
    "unit_dollars_per_year": "dólares al año",
    "costs": "; dentro de la red usted paga {costs}",
    "costs_nothing": "; dentro de la red usted no paga nada{after}",
    "costs_unknown": "; no se sabe cuánto paga usted",
    "cost_copay": "un copago de {amount}{after}",
    "cost_coinsurance": "el {amount} % del precio{after}",
    "cost_in_words": "«{words}»",
    "cost_after_deductible": " después del deducible",
}
