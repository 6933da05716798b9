// A line editor at the terminal: what the host asks of editor.so, which alone knows libedit. Opened when a command first wants it.
#pragma once

#include "base/cancel.hpp"

#include <chitty/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chitty::host {

class Editor {
 public:
  // A message that is written behind `prompt` on standard error, from standard input; `earlier` ones are reached with the arrows and with
  // Ctrl-R. NOT_FOUND: Ctrl-D on an empty line; CANCELLED: `cancel`, details.typed is what there was.
  virtual Result<std::string> message(const std::string& prompt, const std::vector<std::string>& earlier, const CancelToken& cancel) = 0;
  virtual ~Editor() = default;
};

// The one symbol of editor.so: the editor, null when it is not of the version that is asked for.
using EditorEntry = Editor*(const char* version);
inline constexpr const char* editor_entry_name = "chitty_editor_v1";

// That of <library>/editor.so; it lives as long as the process. HOST_FAULT if it is missing or of another build.
Result<Editor*> open_editor(const std::filesystem::path& library);

}  // namespace chitty::host
