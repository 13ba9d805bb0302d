"""Every e-mail in Spanish, by its template: subject and text."""

_SIGN_IN = "Ábrala aquí:\n{link}\n\nEl enlace es solo para su consultorio; no lo reenvíe."
_SENT = "OTMatch envió este mensaje. Las respuestas no se leen."
_OFFICE = f"\n\nDerivación: {{referral}}\n\n{_SENT}"
_PATIENT = f"\n\n{_SENT}"
_OPEN = (
    "Abra la derivación en su propio sistema, o por la API de OTMatch, con su número:\n{referral}"
    f"{_PATIENT}"
)
_ENDING = (
    "De las visitas que un programa paga para una derivación, queda una. Planee, por favor, "
    "cómo seguir."
)

SUBJECTS: dict[str, str] = {
    "referral-arrived": "Tiene una nueva derivación en OTMatch",
    "reminder": "Una derivación en OTMatch espera su respuesta",
    "answered": "Se registró una respuesta de su consultorio a una derivación",
    "cancelled": "Se retiró una derivación en OTMatch",
    "cancellation-requested": "Confirme que se cancela una derivación en OTMatch",
    "plan-of-care-due": "Falta un documento en OTMatch",
    "award-ending": "Una derivación en OTMatch: queda una visita",
    "award-ending-office": "Una derivación en OTMatch: queda una visita",
    "escalation": "Una derivación suya sigue sin respuesta",
    "recipient-left": "El consultorio al que envió una derivación dejó el directorio",
    "next-offered": "Una derivación suya se ofreció al siguiente consultorio",
    "to-deliver": "Una derivación suya debe entregarse a mano",
    "accepted": "Se aceptó una derivación suya",
    "declined": "Se rechazó una derivación suya",
    "scheduled": "Una derivación suya ya tiene cita",
    "completed": "Se completó una derivación suya",
    "not-contacted": "Alguien dice que todavía nadie le ha llamado",
    "another-asked": "Alguien pide otro consultorio",
    "patient-sent": "Su solicitud fue enviada",
    "patient-news": "Hay novedades sobre su solicitud",
    "directory-doubt": "Un registro de OTMatch puede ser incorrecto",
}
TEXTS: dict[str, str] = {
    "referral-arrived": f"Tiene una nueva derivación en OTMatch. {_SIGN_IN}"
    f"\n\nSe le pedirá el código de un solo uso que llegó con la derivación.{_OFFICE}",
    "reminder": "Se le envió una derivación en OTMatch y todavía no la ha confirmado. Días hábiles "
    f"desde entonces: {{days}}. {_SIGN_IN}{_OFFICE}",
    "answered": "Se registró una respuesta de su consultorio a una derivación que se le envió. Se "
    "dio con un código de un solo uso que el consultorio que deriva dijo a alguien. Si la dio "
    "usted, no hace falta nada más. Si no la dio nadie de su consultorio, llame al consultorio que "
    f"le envió la derivación y pida un código para verla. {_SIGN_IN}{_OFFICE}",
    "cancelled": "Se retiró una derivación que usted había recibido. No tiene que hacer nada más."
    f"{_OFFICE}",
    "cancellation-requested": "El consultorio que le envió una derivación pide cancelarla. "
    f"{_SIGN_IN}{_OFFICE}",
    "award-ending": f"{_ENDING} {_SIGN_IN}{_OFFICE}",
    "plan-of-care-due": "Una derivación empezó hace {days} días y todavía no ha llegado el "
    f"documento que la completa. {_OPEN}",
    "award-ending-office": f"{_ENDING} {_OPEN}",
    "escalation": "Un consultorio no ha confirmado una derivación suya. Días hábiles desde que se "
    f"envió: {{days}}. Llame al consultorio o elija otro. {_OPEN}",
    "recipient-left": "El terapeuta al que envió una derivación ya no está en el directorio. "
    "Elija otro consultorio, a menos que ya se haya pedido al siguiente de su lista. "
    f"{_OPEN}",
    "next-offered": "El consultorio que usted eligió no respondió a tiempo o dejó el directorio. "
    f"La derivación se ofreció al siguiente de su lista. {_OPEN}",
    "to-deliver": "Una derivación suya no puede entregarse por vía electrónica. Está en la lista "
    f"de las que deben entregarse a mano. {_OPEN}",
    "accepted": f"Se aceptó una derivación suya. {_OPEN}",
    "declined": f"Se rechazó una derivación suya. Puede enviarla a otro consultorio. {_OPEN}",
    "scheduled": f"Una derivación suya ya tiene cita. {_OPEN}",
    "completed": f"Se completó una derivación suya. {_OPEN}",
    "not-contacted": "Una persona a quien usted derivó dice que todavía nadie le ha llamado. "
    f"{_OPEN}",
    "another-asked": f"Una persona a quien usted derivó pide otro consultorio. {_OPEN}",
    "patient-sent": "Su solicitud fue enviada. Vea aquí en qué estado está, a quién llamar y cómo "
    f"pedir otro consultorio:\n{{link}}\n\nSe le pedirá su fecha de nacimiento.{_PATIENT}",
    "patient-news": "Hay novedades sobre su solicitud. Véalas aquí:\n{link}\n\n"
    f"Se le pedirá su fecha de nacimiento.{_PATIENT}",
    "directory-doubt": "El resultado de una derivación muestra que un registro puede ser "
    f"incorrecto. Revíselo.\n\nCorrección: {{correction}}\n\n{_SENT}",
}
