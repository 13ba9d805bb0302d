"""What is known beforehand of who pays, in Spanish."""

SENTENCES: dict[str, str] = {
    "coverage_not_asked": "Indique el plan o la aseguradora, y aquí se dirá lo que se sepa",
    "coverage_unknown": "Aquí no se sabe qué cubre este seguro de la terapia ocupacional: pregunte "
    "si limita las visitas, si la fisioterapia cuenta para ese límite y cuánto paga el paciente",
    "coverage_referral": "La mayoría de los planes pagan la terapia ocupacional solo con una "
    "derivación médica; aquí no se sabe si este la pide, así que envíe una derivación o pregunte "
    "al plan",
    "coverage_approval": "Aquí no se sabe si hace falta una autorización previa: pregunte al plan "
    "antes de la primera visita",
    "coverage_self_pay": "Quien paga por su cuenta no necesita derivación ni aprobación de una "
    "aseguradora; sigue vigente lo que pida la ley del estado",
    "direct_access_up_to": "En {state}, un terapeuta con suficientes años de práctica puede tratar "
    "sin derivación hasta {visits} visitas o {days} días, lo que ocurra primero (vigente desde el "
    "{date}); las aseguradoras casi siempre la piden de todos modos",
    "direct_access_while_better": "En {state}, un terapeuta puede evaluar y tratar sin derivación, "
    "y la necesita para continuar si {visits} visitas o {days} días no trajeron progreso (vigente "
    "desde el {date}); las aseguradoras casi siempre la piden de todos modos",
    "direct_access_business_days": "En {state}, un terapeuta puede evaluar y tratar sin "
    "derivación, y deriva al paciente a un médico si {visits} visitas o {days} días hábiles no "
    "trajeron progreso (vigente desde el {date}); las aseguradoras casi siempre la piden de todos "
    "modos",
}
