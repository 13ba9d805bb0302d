"""Palabras de las páginas que explican, en español."""

READING: dict[str, str] = {
    "nav_/guide": "Terapia y EM",
    "nav_/first-visit": "Su primera cita",
    "nav_/how-we-rank": "Cómo ordenamos",
    "nav_/elsewhere": "Otros lugares donde buscar",
    "nav_/accessibility": "Accesibilidad",
    "guide_title": "Qué puede hacer la terapia ocupacional por la EM",
    "guide_what_title": "Qué es",
    "guide_what_1": "Un terapeuta ocupacional (OT) le ayuda a hacer lo que necesita y quiere "
    "hacer. Puede ser vestirse, cocinar, trabajar o ver a sus amigos.",
    "guide_what_2": "El terapeuta mira una tarea a la vez. ¿Qué la hace difícil: el cuerpo, "
    "el lugar o la forma de hacerla? Luego se cambia lo que se puede cambiar.",
    "guide_when_title": "Cuándo pedirla",
    "guide_when_1": "No hace falta esperar a estar mal. Pídala cuando una tarea tarda mucho, "
    "duele, cansa o ya no parece segura.",
    "guide_when_2": "Pídala otra vez cuando algo cambia: un brote, un trabajo nuevo, una casa"
    " nueva, un bastón nuevo.",
    "guide_help_title": "Cómo puede ayudar",
    "guide_help_1": "¿Cansado a mediodía? Aprende a planear el día, a descansar a tiempo y a "
    "hacer las tareas con menos esfuerzo.",
    "guide_help_2": "¿Manos débiles o dormidas? Herramientas pequeñas, mangos gruesos y "
    "práctica hacen más fáciles los botones, las llaves y las comidas.",
    "guide_help_3": "¿Miedo a caerse o a olvidar? El terapeuta mira sus cuartos y sus "
    "costumbres, y busca con usted lo que los hace más seguros.",
    "guide_visit_title": "Cómo es una cita",
    "guide_visit_1": "Primero hablan de su día y de sus metas. Luego el terapeuta mira cómo "
    "hace algunas tareas. Juntos eligen por dónde empezar.",
    "guide_visit_2": "La mayoría viene unas semanas o meses. Algunas citas pueden ser por "
    "video o en casa.",
    "guide_pay_title": "Quién paga",
    "guide_pay_1": "La mayoría de los planes pagan si un médico le envía. Muchos limitan las "
    "citas, y a menudo las cuentan junto con la fisioterapia.",
    "guide_pay_2": "Pregunte a su plan antes de ir: ¿Necesito una derivación? ¿Cuántas citas? ¿Qué"
    " pago yo?",
    "guide_not_title": "Lo que un directorio no puede hacer",
    "guide_not_1": "No le conocemos y no podemos decir qué tiene. ¿Síntomas nuevos, o que "
    "empeoran rápido? Llame hoy a su equipo de EM.",
    "guide_not_2": "Lo que mostramos viene de listas públicas y de personas que nos lo "
    "dijeron. Puede ser antiguo. Llame antes de ir.",
    "visit_title_me": "Su primera cita",
    "visit_title_other": "La primera cita",
    "visit_intro_other": "Piense en el día de la persona a quien cuida. Escriba unas palabras "
    "donde algo le cuesta. Deje lo demás en blanco.",
    "visit_intro_me": "Piense en su día antes de ir. Escriba unas palabras donde algo cuesta. "
    "Deje lo demás en blanco.",
    "visit_kept": "No guardamos lo que escribe aquí y nadie más lo ve. Si cierra la página, se "
    "borra. Imprima la página cuando termine.",
    "visit_hard_me": "¿Qué le cuesta?",
    "visit_hard_other": "¿Qué le cuesta?",
    "visit_goal_me": "¿Qué le gustaría poder hacer?",
    "visit_goal_other": "¿Qué le gustaría poder hacer?",
    "area_self-care": "Cuidarse",
    "area_self-care_what": "Lavarse, vestirse, comer, usar el baño, tomar las medicinas.",
    "area_household": "En casa",
    "area_household_what": "Cocinar, limpiar, comprar, cuentas, cuidar a los niños.",
    "area_leisure": "Lo que le gusta",
    "area_leisure_what": "Aficiones, música, deporte, leer, tiempo con amigos.",
    "area_career": "Trabajo y estudio",
    "area_career_what": "Llegar, trabajar todo el día, pantallas, hablar con su jefe.",
    "area_community": "Fuera de casa",
    "area_community_what": "Conducir, autobuses, escaleras, mucha gente, calor, encontrar un baño.",
    "visit_bring": "Qué llevar",
    "visit_bring_1": "Su tarjeta del seguro y la derivación, si la tiene.",
    "visit_bring_2": "Una lista de sus medicinas.",
    "visit_bring_3": "Los nombres y teléfonos de sus médicos.",
    "visit_bring_4": "Lo que usa: lentes, un bastón, una férula.",
    "visit_bring_5": "Alguien que le ayuda, si quiere.",
    "rank_no_pay": "Nadie puede pagar para estar más arriba. No aceptamos dinero de "
    "terapeutas, clínicas ni seguros.",
    "rank_intro": "Cada terapeuta recibe puntos. Estas tablas muestran qué da cuántos. Salen "
    "de los mismos números que usa la búsqueda.",
    "rank_shares": "Qué cuenta, y cuánto",
    "rank_share": "Parte de todos los puntos",
    "rank_earned": "Parte de estos puntos",
    "rank_only_asked": "Lo que usted no pide no cuenta. Las otras partes se reparten los puntos.",
    "rank_distance": "Más cerca es mejor: los puntos bajan poco a poco con cada milla.",
    "rank_service_yes": "Confirmado que lo ofrece",
    "rank_service_likely": "Probable, por su formación",
    "rank_service_unknown": "No se sabe",
    "rank_service_no": "No lo ofrece",
    "rank_center": "Trabaja en un centro de EM",
    "rank_claimed": "{name}, dicho pero no comprobado",
    "rank_fresh": "comprobado hace poco",
    "rank_old": "comprobado hace mucho",
    "elsewhere_intro": "Estos grupos también pueden ayudarle. Los enlaces llevan a sus "
    "propios sitios, donde valen otras reglas.",
    "elsewhere_cmsc": "Consortium of Multiple Sclerosis Centers",
    "elsewhere_cmsc_what": "Centros de EM, y las personas con el certificado de EM.",
    "elsewhere_society": "National Multiple Sclerosis Society",
    "elsewhere_society_what": "Respuestas a preguntas y ayuda con los gastos.",
    "elsewhere_aota": "American Occupational Therapy Association",
    "elsewhere_aota_what": "Qué hacen los terapeutas y cómo se forman.",
    "elsewhere_msaa": "Multiple Sclerosis Association of America",
    "elsewhere_msaa_what": "Ayuda con herramientas y productos para el calor.",
    "elsewhere_msfocus": "MS Focus",
    "elsewhere_msfocus_what": "Pequeñas ayudas para lo que necesitan las personas con EM.",
    "elsewhere_chapter": "Su asociación local de EM y su equipo de EM pueden conocer a "
    "terapeutas que ninguna lista nombra. Pregúnteles también.",
    "access_intro": "Este sitio está hecho para personas que ven poco, tiemblan, se cansan "
    "pronto u olvidan. Debe funcionar para usted. Si no, es culpa nuestra y queremos saberlo.",
    "access_contact": "Escriba o llame: {contact}",
    "access_no_contact": "Dígaselo a la organización que le dio esta dirección.",
    "access_criteria": "Cada regla de WCAG 2.2 AA y cómo la cumplimos",
    "access_criterion": "Regla",
    "access_how": "Cómo se cumple",
    "holds_rules": "Un programa revisa cada página en claro, oscuro y colores fuertes, ancha "
    "y estrecha, tras cada cambio.",
    "holds_keyboard": "Pruebas hacen cada tarea solo con el teclado, sin scripts.",
    "holds_mistakes": "Pruebas cometen errores y los corrigen solo con el teclado.",
    "holds_narrow": "Pruebas miden cada página a 320 píxeles, también en español y con el "
    "texto más grande.",
    "holds_targets": "Pruebas miden todo lo que se pulsa: al menos 44 por 44 píxeles.",
    "holds_frame": "Una prueba compara el marco de todas las páginas.",
    "holds_still": "Una prueba mira todo lo que carga una página: sin imágenes de texto, nada"
    " se mueve.",
    "holds_undo": "Una prueba deshace lo hecho; los formularios dicen qué está mal antes de "
    "enviar.",
    "holds_once": "Lo dicho en una página pasa a la siguiente que pregunta lo mismo. "
    "Hay pruebas de eso.",
    "holds_signing": "Quien inicia sesión pega un token, o la inicia donde trabaja. "
    "No hay acertijos ni nada que recordar.",
    "access_tests": "Las pruebas por su nombre",
    "access_its_tests": "Pruebas",
    "holds_session": "Buscar no tiene límite de tiempo. A quien inicia sesión se le avisa, un "
    "botón le da más tiempo, y no pierde lo escrito. Hay pruebas de eso.",
    "holds_eye": "Personas lo miran cuando cambian las páginas. Ninguna prueba lo asegura.",
    "holds_none": "Ninguna página tiene eso: ni sonido, ni video, ni arrastrar, ni acertijos.",
}
