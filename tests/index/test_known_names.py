from index.known_names import known_names


def test_every_known_name_has_several_forms_and_none_belongs_to_two():
    names = known_names()
    forms = [form for name in names for form in name]
    assert all(len(name) > 1 for name in names)
    assert all(form == form.strip() != "" for form in forms)
    assert len(forms) == len(set(forms))
