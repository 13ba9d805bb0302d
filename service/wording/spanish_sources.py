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

# What a load reads, by its options.
FILES: dict[str, str] = {
    "nppes": "Registro nacional de proveedores (NPPES)",
    "nppes_locations": "NPPES: otros lugares de trabajo",
    "nppes_names": "NPPES: otros nombres de organizaciones",
    "nppes_endpoints": "NPPES: direcciones para correo seguro",
    "registry": "NPPES: entradas consultadas una por una",
    "npd": "Directorio nacional de proveedores de CMS",
    "clinicians": "Lista de profesionales de Medicare",
    "qhp_plans": "Planes de una aseguradora",
    "qhp_providers": "Terapeutas en las redes de una aseguradora",
    "benefits": "Lo que cubren los planes (Marketplace de CMS)",
    "mscs": "Certificados de EM (lista MSCS)",
    "centers": "Centros de EM",
    "exclusions": "Personas excluidas de programas federales (OIG)",
    "deactivations": "NPPES: números que terminaron",
    "profiles": "Listas propias de este directorio",
    "directory": "El directorio tal como era antes",
}
