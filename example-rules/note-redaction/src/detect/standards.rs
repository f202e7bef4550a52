//! What looks like a ticket id and is none: vulnerability ids, standards, algorithms, licences, products, dates.

/// Whether `PREFIX-123` is known to be no ticket, by its prefix in upper case.
pub(super) fn is_public(prefix: &str) -> bool {
    PREFIXES.binary_search(&prefix).is_ok() || is_period(prefix)
}

/// `Q1-2025`, `H2-2025`, `FY25-26`
fn is_period(prefix: &str) -> bool {
    matches!(prefix, "Q1" | "Q2" | "Q3" | "Q4" | "H1" | "H2")
        || prefix.strip_prefix("FY").or(prefix.strip_prefix("CY")).is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()))
}

/// Sorted, for the search.
const PREFIXES: [&str; 382] = [
    "AES", "AEST", "AGPL", "AIP", "ALAS", "ALPINE", "ALT", "AMD", "AMQP", "ANSI", "APACHE", "APR", "ARGON", "ARINC",
    "ARM", "ASCII", "ASTM", "AUD", "AUG", "AV", "AVX", "BASE", "BASEL", "BCP", "BERT", "BF", "BGP", "BIG", "BIP",
    "BIT", "BLAKE", "BLAKE2", "BLAKE3", "BLE", "BRL", "BS", "BSD", "BSL", "BST", "CAD", "CAPEC", "CAT", "CAT5", "CAT6",
    "CATEGORY", "CBC", "CC", "CDDL", "CENTOS", "CERT", "CEST", "CET", "CFR", "CHACHA", "CHACHA20", "CHANGELOG",
    "CHAPTER", "CHF", "CIP", "CIS", "CLASS", "CLAUDE", "CMD", "CNNVD", "CNVD", "CNY", "COBIT", "CODE", "COVID", "CP",
    "CPP", "CRC", "CRC32", "CSS", "CTR", "CTRL", "CUDA", "CVE", "CVSS", "CWE", "DALL", "DAY", "DDR", "DDR3", "DDR4",
    "DDR5", "DEBIAN", "DEC", "DES", "DICOM", "DIN", "DKK", "DLA", "DNS", "DSA", "DTLS", "DX", "EAR", "ECC", "ECDH",
    "ECDSA", "ECMA", "ED", "EDB", "EDT", "EIP", "EL", "ELSA", "EN", "EPL", "ERC", "ERROR", "ES", "EST", "ETSI", "EU",
    "EUC", "EUPL", "EUR", "EXIT", "FEB", "FEDORA", "FHIR", "FIDO", "FIG", "FIGURE", "FIPS", "FLIP", "FLOAT", "FP",
    "FRI", "FTP", "FYI", "GB", "GBP", "GCC", "GCM", "GDPR", "GEMINI", "GEN", "GH", "GHSA", "GLSA", "GLSL", "GMT", "GO",
    "GPL", "GPT", "GROUP", "GTX", "H264", "H265", "HDMI", "HIPAA", "HL", "HLSL", "HMAC", "HS", "HTML", "HTTP", "HTTPS",
    "IA", "IAS", "IBM", "ICD", "ICSA", "ICSMA", "IE", "IEC", "IEEE", "IFRS", "IKE", "INR", "INT", "IOS", "IP", "IPV4",
    "IPV6", "ISA", "ISC", "ISO", "IST", "ITAR", "ITIL", "ITU", "JAN", "JAVA", "JDK", "JEP", "JPEG", "JPY", "JRE",
    "JSON", "JSR", "JST", "JUL", "JUN", "JVN", "JVNDB", "KECCAK", "KEP", "KIP", "KOI8", "LATIN", "LDAP", "LEVEL",
    "LGPL", "LINE", "LLAMA", "LLVM", "LTE", "LTO", "MAL", "MAR", "MAY", "MD", "MIFID", "MIL", "MIPS", "MISTRAL", "MIT",
    "MON", "MONTH", "MP", "MPEG", "MPL", "MQTT", "MSB", "MVP", "NEMA", "NEON", "NET", "NF", "NFS", "NIST", "NO",
    "NODE", "NOK", "NOV", "NR", "OAUTH", "OCT", "ODBL", "OFL", "OIDC", "OPTION", "ORA", "OS", "OSV", "OWASP", "PAGE",
    "PART", "PBKDF", "PCI", "PCIE", "PDT", "PEP", "PERL", "PHASE", "PHP", "PKCS", "PLN", "PLS", "PNG", "PRIO",
    "PRIORITY", "PS", "PSD", "PST", "PY", "PYSEC", "QSB", "QUIC", "RAID", "README", "REV", "RFC", "RHBA", "RHEA",
    "RHEL", "RHSA", "RISC", "ROUND", "ROW", "RS", "RSA", "RTP", "RTX", "RUBY", "RUSTSEC", "RX", "SAE", "SALSA", "SAML",
    "SARS", "SAT", "SATA", "SCSI", "SECTION", "SEK", "SEP", "SEPT", "SEV", "SHA", "SHA1", "SHA2", "SHA3", "SHIFT",
    "SIP", "SLES", "SM", "SM2", "SM3", "SM4", "SMB", "SNMP", "SNYK", "SOC", "SOX", "SP", "SQL", "SQLSTATE", "SSA",
    "SSE", "SSH", "SSL", "SSPL", "STAGE", "STD", "STEP", "SUN", "TA", "TABLE", "TALOS", "TCP", "TDES", "THU", "TIER",
    "TIP", "TLS", "TNS", "TOP", "TOTP", "TUE", "TYPE", "UBUNTU", "UCS", "UDP", "UINT", "UK", "UL", "UNICODE", "US",
    "USB", "USD", "USN", "UTC", "UTF", "VERSION", "VMSA", "VOL", "VP", "VU", "WCAG", "WEBP", "WED", "WEEK", "WEP",
    "WIFI", "WIN", "WINDOWS", "WPA", "X25519", "X86", "XBOX", "XEP", "XML", "XSA", "YAML", "YEAR", "ZDI", "ZONE",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefixes_are_sorted_and_none_comes_twice() {
        assert!(PREFIXES.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
