// chitty-id-mint(1): a command's declaration in mdoc.
#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/help.hpp"
#include "cli/values.hpp"

#include <boost/json/serialize.hpp>

namespace chitty::host {
namespace {

// Text as roff reads it: no escape, no macro at the start of a line.
std::string plain(std::string_view text) {
  std::string out;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
    line_start = c == '\n';
  }
  return out;
}

// A sentence a line, as mdoc wants it.
std::string prose(std::string_view text) {
  std::string lines(text);
  for (auto at = lines.find(". "); at != lines.npos; at = lines.find(". ", at + 2)) lines[at + 1] = '\n';
  return plain(lines) + "\n";
}

// One word on a macro line: never taken for a macro, and one argument even with blanks.
std::string macro_word(std::string_view text) {
  std::string out = "\\&";
  for (const char c : text) out += c == '\\' ? "\\e" : c == ' ' ? "\\ "
                                                   : c == '"'   ? "\\(dq"
                                                                : std::string(1, c);
  return out;
}

std::string bare(const Argument& argument) {
  auto form = placeholder(argument);
  if (form.size() > 2 && form.front() == '<' && form.back() == '>') form = form.substr(1, form.size() - 2);
  return macro_word(form);
}

std::string flag(const Argument& option) {
  return "Fl -" + option.name + (option.type == ArgumentType::boolean ? "" : " Ar " + bare(option));
}

std::string synopsis(const Command& command) {
  std::string out = ".Nm chitty " + command.path + "\n";
  for (const auto& option : command.options)
    if (option.required) out += "." + flag(option) + "\n";
  for (const auto& argument : command.arguments)
    out += (argument.required ? ".Ar " : ".Op Ar ") + bare(argument) + (argument.repeated ? " ...\n" : "\n");
  for (const auto& option : command.options)
    if (!option.required) out += ".Op " + flag(option) + "\n";
  return out;
}

std::string explained(const Argument& argument) {
  std::string out = prose(argument.summary + ".");
  if (!argument.choices.empty())
    out += has_many_choices(argument) ? prose("It is " + argument.form + ".") : "Choices:\n" + plain(join(argument.choices, ", ")) + ".\n";
  if (!argument.fallback.is_null()) {
    const auto text = argument.fallback.is_string() ? std::string(argument.fallback.get_string())
                                                    : json::serialize(argument.fallback);
    out += "The default is\n.Ql " + macro_word(text) + " .\n";
  }
  return out;
}

std::string listed(const Command& command) {
  if (command.arguments.empty() && command.options.empty()) return "";
  std::string out = "The arguments are as follows:\n.Bl -tag -width Ds\n";
  for (const auto& argument : command.arguments) out += ".It Ar " + bare(argument) + "\n" + explained(argument);
  for (const auto& option : command.options) {
    const auto with_short = option.short_name ? std::string("Fl ") + option.short_name + " , " : "";
    out += ".It " + with_short + flag(option) + "\n" + explained(option);
  }
  return out + ".El\n.Pp\n";
}

std::string examples(const Command& command) {
  if (command.examples.empty()) return "";
  std::string out = ".Sh EXAMPLES\n";
  bool first = true;
  for (const auto& example : command.examples) {
    out += std::string(first ? "" : ".Pp\n") + prose(example.summary + ":") + ".Bd -literal -offset indent\n" +
           plain(example.command) + "\n.Ed\n";
    first = false;
  }
  return out;
}

}  // namespace

std::string manual_page(const Manifest& manifest, const Command& command) {
  std::string name = "chitty " + command.path;
  for (char& c : name)
    if (c == ' ') c = '-';
  std::string title = name;
  for (char& c : title) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));

  std::string page = ".\\\" Made from the manifest of " + manifest.name + " " + manifest.version + ".\n";
  page += ".Dd $Mdocdate$\n.Dt " + title + " 1\n.Os\n";
  page += ".Sh NAME\n.Nm " + name + "\n.Nd " + plain(command.summary) + "\n";
  page += ".Sh SYNOPSIS\n" + synopsis(command);
  page += ".Sh DESCRIPTION\n" + prose(command.summary + ".");
  if (!command.description.empty()) page += ".Pp\n" + prose(command.description);
  if (!command.arguments.empty() || !command.options.empty()) page += ".Pp\n";
  page += listed(command);
  page += "The options that every command takes are in\n.Xr chitty 1 .\n";
  page +=
      ".Sh EXIT STATUS\n0 done; 1 refused by the remote, or the check failed; 2 usage; 3 configuration;\n"
      "4 not authenticated or not allowed; 5 not found; 6 conflict; 7 unreachable or timed out;\n"
      "8 a plugin is at fault; 130 interrupted.\n";
  page += examples(command);
  return page + ".Sh SEE ALSO\n.Xr chitty 1\n";
}

}  // namespace chitty::host
