import hashlib

from seeds import seed_files

# Every citation counts characters of these bytes.
SHA256 = {
    "000_7e4d6b5d3b27ccf6.txt": "d6b91fbe3024e852a9f6abeb282a32db"
    "8b1f6464c7a5f8abb8cf3e36e200eba0",
    "001_b7e3944409ce5a59.txt": "73b42305690a454ed01b35cdaa9c97df"
    "16b76ebe1099504d76eeaa3b6d1f89dd",
}


def test_the_seeds_are_shipped_byte_for_byte():
    found = {
        name: hashlib.sha256(content).hexdigest() for name, content in seed_files()
    }
    assert found == SHA256
