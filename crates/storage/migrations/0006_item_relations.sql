-- Items that name one another by their document numbers are found by the number.

create index item_by_document_number on item (document_number);
