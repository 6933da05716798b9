// Text that came from strangers: made UTF-8, cut at a character, rid of what a terminal or a database would act on.
#ifndef CHITTYROUTER_MAIL_TEXT_HPP
#define CHITTYROUTER_MAIL_TEXT_HPP

#include <string>
#include <string_view>

namespace chittyrouter {

// At most `most` bytes of UTF-8, whole characters.
std::string cut(std::string text, std::size_t most);

// One line: runs of white space are one space, control characters are gone.
std::string one_line(std::string_view text, std::size_t most);

// Several lines: CR LF is LF; control characters but tab and line feed are gone, C1 and NUL among them.
std::string clean(std::string_view text, std::size_t most);

// `bytes` in the charset that a mail names. Names that are commonly wrong are read as what is meant (iso-8859-1 is windows-1252, gb2312
// is gb18030); what is no such charset, or does not fit it, is taken for UTF-8 if it is, else for windows-1252, and `assumed` says so.
std::string to_utf8(std::string_view bytes, std::string_view charset, std::string& assumed);

// RFC 3676: soft line breaks joined, space-stuffing taken off; lines of other quote depths stay apart.
std::string unflowed(std::string_view text, bool delete_space);

// The text of HTML: tags gone, blocks on lines of their own, the common entities resolved; nothing of script and style.
std::string text_of_html(std::string_view html);

// ASCII only, as Sieve's i;ascii-casemap.
std::string lower(std::string_view text);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_MAIL_TEXT_HPP
