# Words for who works beside the shop: client supporter, provider, client council and security officer.

beside-supporter = Client supporter, { $home }
beside-provider = Provider at { $home }
beside-council = Client council, { $home }
beside-security = Security, { $home }

supporter-title = My residents
supporter-lead = Open a resident to see the cup, the orders and your notes.
supporter-search = Name or room
supporter-find = Search resident
supporter-all = All residents
supporter-notes-column = My notes
supporter-notes = { $count ->
    [one] 1 note
   *[other] { $count } notes
}
supporter-left = Has not lived here since { $day }
supporter-reserved = { $amount } is ordered and not yet delivered.
supporter-who-comes = Who comes
supporter-people = Who may choose for the resident
supporter-relation = Relation
supporter-may = May
supporter-until = Until when

note-title = My notes
note-lead = Only you can read this. The ward and the office do not see what it says. The resident may know that you keep something.
note-new = New note
note-text = Note
note-keep = Save note
note-open = Open
note-open-of = Open the note of { $when }
note-title-of = Note about { $name }
note-back = Back to { $name }
note-changed-at = Changed on { $when }
note-before = What it said before
note-empty = Write something first.
note-long = This is too long. Use at most { $most } characters.
note-changed-meanwhile = This note was changed meanwhile. Your text is still here. Look first at what it says now, and then save again.
note-does-not-open = This text does not open. Ask the operator for help.
note-done-kept = Your note is saved.
note-done-removed = Your note is gone.
note-remove = Remove this note
note-remove-means = The note goes, with everything that it said before. You cannot get it back.
note-remove-sure = Yes, remove the note
note-key-missing = Your notes are closed now. The key is not there.
note-key-other = Your notes are closed now. The key does not fit.
note-key-do = Nothing is lost. Ask the operator to put back the right key.

provider-title = Orders
provider-lead = { $name }: for whom you come, and when.
provider-nothing = Nothing is ordered of you now.
provider-past = The last two weeks
provider-for-whom = For whom
provider-who = { $name }, room { $room }

council-changes = Prices
council-changes-of = How prices change, { $place }
council-lead = Open a service to see what its price is made of.
council-coming = What will change
council-past = What has changed
council-nothing = There is nothing here.
council-from = From
council-what = What changes
council-before = Was
council-after = Becomes
council-difference = Difference
council-new = New
council-gone = No longer offered
council-dearer = Dearer
council-cheaper = Cheaper

security-title = Log of the home
security-files = The whole log as a file
security-files-lead = The file has the seal of every line. With it somebody else can check whether anything was changed.
security-end = The log has { $count } lines. The last seal is:
security-json = Save as JSON
security-csv = Save as CSV
security-where = Where
security-residents = Residents

role-supporter = Client supporter
role-provider = Provider
role-council = Client council
role-security = Security
people-link-operator = Only the operator makes a link for this person.
