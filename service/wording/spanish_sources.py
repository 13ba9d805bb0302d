"""Who says a fact, by the kinds of sources, and what files hold, in Spanish."""

SOURCES: dict[str, str] = {
    "profiles": "Listas propias de este directorio",
    "nppes": "NPPES, el registro nacional de proveedores",
    "npd": "Directorio nacional de proveedores de CMS",
    "clinicians": "Lista de profesionales de Medicare",
    "qhp": "Listas de planes de seguro",
    "mscs": "Lista de certificados de EM",
    "centers": "Lista de centros de EM",
    "organizations": "NPPES, el registro nacional de proveedores",
    "geocoder": "Hallado en el mapa por la dirección",
    "provider": "El terapeuta o su consultorio",
    "staff": "El personal de este directorio",
    "NPPES Medicaid number": "Número de Medicaid en NPPES, el registro nacional",
}
