import { fold } from "../aws/jsonata";

/** Glue takes ids of at most 255 characters, of which an engine may count each beyond Unicode's first 65,536 as two. */
export const maxIdLength = 510;

/** The id, or "" when the record names none, or one that Glue cannot have taken. */
export const sessionId = fold`(
    $text := function($id) { $type($id) = 'string' and $length($id) <= ${maxIdLength} ? $id : '' };
    $text($states.input.request.id) != '' ? $states.input.request.id : $text($states.input.response.session.id)
)`;
