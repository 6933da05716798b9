#include "editor/editor.hpp"

#include "base/process/shared_library.hpp"

namespace chitty::host {

Result<Editor*> open_editor(const std::filesystem::path& library) {
  const auto path = library / "editor.so";
  const auto engine = SharedLibrary::open(path);
  if (!engine)
    return make_error(Code::host_fault, "cannot load the line editor: " + engine.error().message, "Install chitty again; " + path.string() + " belongs to it.");
  const auto entry = engine->function<EditorEntry>(editor_entry_name);
  auto* editor = entry ? entry(CHITTY_VERSION) : nullptr;
  if (!editor)
    return make_error(Code::host_fault, "the line editor at " + path.string() + " is not of chitty " CHITTY_VERSION ".", "Install chitty again, so that both are of one version.");
  return editor;
}

}  // namespace chitty::host
