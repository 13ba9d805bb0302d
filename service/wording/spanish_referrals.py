"""Words of referrals, in Spanish."""

STATUS_REASONS: dict[str, str] = {
    "at-capacity": "No acepta pacientes nuevos por ahora",
    "waitlist": "En lista de espera",
    "not-accepting-plan": "No acepta el plan",
    "out-of-licence-state": "Sin licencia en el estado del paciente",
    "out-of-area": "Demasiado lejos",
    "wrong-specialty": "No es la especialidad adecuada",
    "insufficient-information": "Falta información",
    "patient-declined": "El paciente no lo desea",
    "patient-unreachable": "No se logra contactar al paciente",
    "insurance-pending": "Espera la respuesta del seguro",
    "duplicate": "Se envió dos veces",
    "wrong-patient": "Paciente equivocado",
    "provider-left": "El terapeuta dejó este lugar",
    "wrong-contact": "El teléfono, el fax o el correo está mal",
    "program-not-funded": "El programa ya no tiene fondos",
    "no-reply": "Sin respuesta a tiempo",
    "other": "Otro motivo",
}
