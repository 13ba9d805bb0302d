"""What can be wrong with facts and with the files of programs, in Spanish; read after the fact's or
the key's name."""

PROBLEMS: dict[str, str] = {
    "contradicts": "contradice {other}; omita uno de los dos o corríjalo",
    "fact_is_null": "debe omitirse si no se sabe, o ser none si no hay nada",
    "fact_is_never_none": "no puede ser none; omítalo si no se sabe",
    "fact_not_whole": "debe ser un número entero de {least} a {most}, sin comillas",
    "fact_not_amount": "debe ser un número de 0 a {most}, sin comillas",
    "fact_not_code": "debe ser un código de letras, cifras y guiones, como ms",
    "fact_not_diagnosis": "debe ser un código como ms o nmo; de ICD-10-CM solo se entiende G35 y "
    "lo que le pertenece (esclerosis múltiple)",
    "fact_not_state": "debe ser un estado o territorio, como NY",
    "fact_not_county": "debe ser un condado con su estado, como Albany, NY",
    "fact_county_unknown": "no es un condado de ese estado{nearest}",
    "fact_not_born": "debe ser un día a lo sumo {most} años anterior al día por el que se "
    "pregunta, y no posterior",
    "fact_odd_day": "debe ser un día de 2000 a 2199",
    "program_unknown": "no es de ningún programa de aquí, y ningún consultorio lo nombra{nearest}",
    "zip_of_forces": "es un código postal militar, que no está en ningún estado; omítalo e indique "
    "el estado en el que vive el hogar o en el que tiene su residencia legal",
    "once_not_taken": "no se acepta con record: una consulta enviada dos veces crea dos casos; "
    "omita el encabezado y mire other_cases",
    "rule_fits_nobody": "nadie puede cumplir esto: una vez preguntado, un dato se conoce, también "
    "como none; compare su valor",
    "rule_for_nobody": "nadie puede cumplir los requisitos con esto, sea cual sea la respuesta; "
    "corrija lo que se contradice",
    "doubt_zip": "no se conoce ese código postal (ZIP); revíselo",
    "doubt_county": "no se conoce ningún condado con ese nombre en ese estado; revíselo",
    "doubt_credential": "no es una credencial de un terapeuta que este directorio conozca, así que "
    "a nadie se le podría pagar; una de {choices}",
    "doubt_checked": "no debe ser un día posterior a hoy, {day}",
    "no_such_program": "no es de ningún programa de aquí",
    "not_decided": "no es de ningún programa que decida en ese día, así que no hay nada que "
    "guardar",
    "not_of_chapter": "es de un programa que pertenece a otras filiales",
    "outcome_holds": "ya es lo que vale",
    "ends_with_case": "debe ser true: el caso tiene una ayuda que aún se puede usar y que termina "
    "con él; lo que no se usó vuelve al presupuesto",
    "no_such_use": "debe ser el id de uno de los `uses` de la ayuda que no esté anulado",
    "day_over": "no debe haber pasado",
    "not_of_person": "no es de ninguna derivación de la misma persona; el caso también debe "
    "nombrarla",
    "not_cents": "debe ser en dólares y centavos enteros, como 150 o 149.50",
    "not_a_quarter": "debe ser un trimestre de 2000 a 2199, como 2026Q4",
    "only_with": "solo va con {other}",
    "yaml_too_large": "el archivo debe tener como máximo {most} KB; escriba un programa en cada "
    "uno",
    "yaml_tab": "esta línea tiene un tabulador en la sangría, que YAML no admite; ponga espacios, "
    "dos por cada nivel",
    "yaml_unreadable": "esto no es YAML; busque un corchete, unas comillas o una sangría que falte "
    "aquí o más arriba",
    "yaml_unreadable_file": "no se puede leer el archivo; revise sus permisos",
    "yaml_empty": "el archivo está vacío; escriba un programa o elimínelo",
    "yaml_anchor": "no se aceptan anclas (&) ni alias (*); escríbalo completo o entre comillas",
    "yaml_tag": "no se aceptan etiquetas (!); omítala o ponga el texto entre comillas",
    "yaml_documents": "aquí comienza un segundo documento (---); escriba un programa en cada "
    "archivo",
    "yaml_key": "una clave debe ser una palabra simple",
    "yaml_doubtful_flag": "yes, no, on y off significan cosas distintas según quién los lea; "
    "escriba true o false, o ponga el texto entre comillas",
    "yaml_odd_number": "distintos lectores de YAML entienden aquí números distintos; escriba un "
    "número simple como 12 o 12.5, o ponga el texto entre comillas",
    "yaml_not_mapping": "debe tener claves con valores, como {{from: 2026-01-01}}",
    "yaml_not_list": "debe ser una lista, entre [corchetes] o con un guion antes de cada elemento",
    "yaml_twice": "está dos veces en esta lista; elimine una",
    "yaml_not_letters": "deben ser las letras de un certificado, como MSCS",
    "yaml_not_url": "debe comenzar con https://; omítalo si no hay",
    "yaml_not_code": "deben ser letras minúsculas, cifras y guiones, como bridge-visits",
    "rule_not_criterion": "debe tener una de las claves {choices}",
    "rule_not_criteria": "debe ser una lista de uno o más criterios",
    "rule_one_comparison": "necesita una sola comparación junto al dato: {choices}; ponga varias "
    "bajo all",
    "rule_comparison_unfit": "no va con este dato; hay: {choices}",
    "rule_too_many": "un programa tiene como máximo {most} criterios",
    "rule_not_between": "deben ser dos valores, el menor primero, como [18, 120]",
    "rule_compares_none": "nada se puede comparar con none, porque ninguna comparación se cumple; "
    "quien nunca recibió ayuda se encuentra con not: {{fact: days_since_last_award, at_least: 0}}",
    "rule_ends_before": "no debe ser anterior al primer día",
    "rule_empty_area": "debe nombrar states, counties o postal_codes; omita area si se ofrece en "
    "todas partes",
    "recheck_day": "debe ser hoy o un día posterior, y a más tardar el {last}",
    "award_too_long": "debe ser a más tardar el {last}",
    "award_of_nothing": "debe ser más de 0; déjelo fuera si no se da dinero",
    "rule_no_such_chapter": "no es una filial de OTMATCH_CHAPTERS{nearest}",
    "rule_version_twice": "otro archivo tiene los mismos id y version; dé a uno una version nueva",
}
