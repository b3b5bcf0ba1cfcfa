"""Headers of tables in the words that kinds and fields use: "Bewerbungsnr." and "N° de candidature" are "application number".

English, German, French, Spanish and Portuguese, without accents. Order does not matter to who compares them, and words
such as "de" mean nothing, so "numero de telefono" is "phone number".
"""

from __future__ import annotations

import re
from functools import cache

from graph.model.kinds.judge import fold, word_set

_FILLERS = word_set(
    "the of your a an de du des la le les l d do da das dos del el los las y et e und der die den dem von vom zu zur zum"
    " ihr ihre votre vos seu sua su tu o os as"
)

_SAME = """
    n=number no=number nr=number nro=number num=number nummer=number numero=number identifiant=id kennung=id
    identificacion=id identificacao=id identificador=id codigo=id code=id kennziffer=number matricule=employee_number
    acct=account acc=account konto=account compte=account cuenta=account conta=account kto=account
    bankverbindung=bank_account bank=bank bankkonto=bank_account bancaire=bank bancaria=bank bancario=bank banco=bank
    banque=bank rib=bank_account gehaltskonto=bank_account
    kontoinhaber=account_holder titulaire=holder titular=holder inhaber=holder beneficiaire=beneficiary
    beneficiario=beneficiary
    cell=mobile cellphone=mobile celular=mobile handy=mobile mobil=mobile mobiltelefon=mobile mobilfunk=mobile
    portable=mobile movil=mobile telemovel=mobile telemovil=mobile gsm=mobile
    tel=phone fon=phone telephone=phone telefon=phone telefone=phone telefono=phone fono=phone rufnummer=phone_number
    ph=phone telnr=phone_number festnetz=home_phone fixe=home_phone
    e_mail=email mail=email mailadresse=email emailadresse=email courriel=email mel=email correo=email
    correo_electronico=email correio=email correio_eletronico=email correio_electronico=email
    adresse_mail=email adresse_electronique=email endereco_eletronico=email direccion_electronica=email
    adresse=address addr=address anschrift=address direccion=address domicilio=home_address endereco=address
    morada=address domicile=home_address wohnadresse=home_address wohnanschrift=home_address wohnsitz=home_address
    privatadresse=home_address privatanschrift=home_address postanschrift=mailing_address postadresse=mailing_address
    lieferadresse=delivery_address lieferanschrift=delivery_address versandadresse=shipping_address
    versandanschrift=shipping_address liefer=delivery versand=shipping livraison=delivery expedition=shipping
    envio=shipping entrega=delivery postale=mailing
    bewerber=applicant bewerberin=applicant bewerbende=applicant postulant=applicant solicitante=applicant
    aspirante=applicant postulante=applicant candidato=candidate candidata=candidate candidat=candidate
    kandidat=candidate kandidatin=candidate
    bewerbung=application candidature=application postulation=application candidatura=application
    solicitud=application postulacion=application inscricao=application
    bewerbungsdatum=applied_at bewerbungseingang=applied_at eingangsdatum=applied_at beworben_am=applied_at
    eingegangen_am=applied_at postule_le=applied_at date=date datum=date fecha=date data=date
    mitarbeiter=employee mitarbeiterin=employee personalnummer=employee_number personalnr=employee_number salarie=employee
    empleado=employee
    funcionario=employee colaborador=employee staff=employee matricula=employee_number legajo=employee_number
    eintrittsdatum=hire_date eintritt=hire_date einstellungsdatum=hire_date embauche=hire date_d_embauche=hire_date
    date_d_entree=hire_date contratacion=hire contratacao=hire ingreso=hire admissao=hire angebotsdatum=offer_date
    offre=offer oferta=offer angebot=offer
    geburtsdatum=birth_date geburtstag=birth_date dob=birth_date naissance=birth nacimiento=birth nascimento=birth
    arbeitgeber=employer firma=employer unternehmen=employer employeur=employer entreprise=employer societe=employer
    empresa=employer empleador=employer empregador=employer company=employer
    stelle=role position=role stellenbezeichnung=role stellentitel=role poste=role puesto=role cargo=role vaga=role
    vacante=role emploi=role beruf=role profession=role profesion=role
    nom=name nombre=name nome=name full_name=full_name vollstandiger_name=full_name nom_complet=full_name
    nombre_completo=full_name nome_completo=full_name nombre_y_apellidos=full_name nom_et_prenom=full_name
    prenom_et_nom=full_name nom_prenom=full_name name_vorname=full_name vorname_name=full_name
    vorname=first_name prenom=first_name given_name=first_name forename=first_name firstname=first_name
    first=first_name last=last_name fname=first_name nombre_de_pila=first_name primeiro_nome=first_name rufname=first_name
    nachname=last_name familienname=last_name zuname=last_name surname=last_name family_name=last_name
    lastname=last_name lname=last_name nom_de_famille=last_name apellido=last_name apellidos=last_name
    sobrenome=last_name ultimo_nome=last_name apelido=last_name
    lebenslauf=cv_text resume_text=cv_text curriculum=cv_text curriculum_vitae=cv_text curriculo=cv_text
    land=country pays=country pais=country herkunftskanal=channel quelle=channel kanal=channel canal=channel
    seriennummer=serial_number s_n=serial_number sn=serial_number numero_de_serie=serial_number serie=serial
    empfohlen_von=referred_by recommande_par=referred_by coopte_par=referred_by recomendado_por=referred_by
    referido_por=referred_by indicado_por=referred_by geworben_von=referred_by
    referenz=reference referencia=reference referenzgeber=reference statut=status
    strasse=street street_name=street rue=street calle=street rua=street voie=street address_line_1=street
    address_1=street address1=street addr1=street street_1=street street1=street strasse_hausnummer=street
    strasse_nr=street strasse_und_hausnummer=street logradouro=street
    hausnummer=house_number hausnr=house_number house_no=house_number numero_de_rue=house_number
    address_line_2=unit address_2=unit address2=unit addr2=unit street_2=unit street2=unit apt=unit suite=unit
    complement=unit complemento=unit adresszusatz=unit piso=unit
    ort=city stadt=city wohnort=city ville=city ciudad=city cidade=city town=city commune=city localidad=city
    localidade=city municipio=city
    plz=postcode postleitzahl=postcode zip=postcode zipcode=postcode zip_code=postcode postal_code=postcode
    post_code=postcode code_postal=postcode codigo_postal=postcode cp=postcode cep=postcode
    province=state bundesland=state provincia=state uf=state estado=state
    ip_adresse=ip_address
"""
"""Word=meaning; "_" stands for a space. A meaning of several words stands in the order of the kinds' own columns."""

_TAILS = word_set("nummer nr num id kennung datum adresse anschrift name konto telefon mail nachname vorname")
"""Ends of German compounds."""

_LINKS = ("", "s", "es", "n", "en", "er", "e")
"""What joins the parts of a German compound: Bewerbung-s-nummer, Kandidat-en-nummer."""


_OTHERS = word_set(
    "recruiter recruteur reclutador recrutador manager interviewer interviewerin supervisor hr agency agentur agence agencia"
    " emergency notfall notfallkontakt urgence emergencia emergency hiring ansprechpartner ansprechpartnerin sachbearbeiter"
    " vorgesetzter vorgesetzte responsable responsavel gestor jefe chef author owner created updated"
)
"""A header with such a word is about somebody else than the applicant."""


@cache
def _table() -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Single words, and phrases (longest first) as patterns."""
    entries = [entry.replace("_", " ").partition("=") for entry in _SAME.split()]
    single = {word: meaning for word, _, meaning in entries if " " not in word}
    phrases = sorted(
        ((word, meaning) for word, _, meaning in entries if " " in word), key=lambda pair: (-len(pair[0]), pair[0])
    )
    return single, tuple((re.compile(rf"\b{word}\b"), meaning.replace(" ", "_")) for word, meaning in phrases)


def words_of(column: str) -> str:
    """A header in known words, single spaces between them.

    >>> words_of("Tel. (mobil)"), words_of("Bewerbungsnr."), words_of("N° de compte")
    ('phone mobile', 'application number', 'number account')
    """
    text = fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column.replace("#", " no ").replace("ß", "ss")))
    single, phrases = _table()
    for pattern, meaning in phrases:
        text = pattern.sub(meaning, text)
    words = [word.replace("_", " ") if "_" in word else _meaning(word, single) for word in text.split()]
    return " ".join(dict.fromkeys(word for word in " ".join(words).split() if word not in _FILLERS))


def of_another(column: str) -> bool:
    """Whether a header says that its values are not the applicant's own: "Recruiter e-mail".

    >>> of_another("Recruiter e-mail"), of_another("E-mail")
    (True, False)
    """
    return bool(_OTHERS & set(fold(column).split()))


def _meaning(word: str, single: dict[str, str]) -> str:
    if word in single:
        return single[word]
    for at in range(3, len(word) - 1):
        head, tail = word[:at], word[at:]
        if tail in _TAILS:
            for link in _LINKS:
                stem = head.removesuffix(link) if link else head
                if stem in single and len(stem) >= 3:
                    return f"{single[stem]} {single.get(tail, tail)}"
    return word


def key_of(column: str) -> str:
    """The words of a header in order of the alphabet, each once: what two spellings of one header have in common."""
    return " ".join(sorted(set(words_of(column).split())))
