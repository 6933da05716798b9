#include "config/config_file.hpp"

#include "base/files.hpp"
#include "base/text.hpp"

#include <cerrno>

namespace chitty::host {

namespace fs = std::filesystem;

namespace {

constexpr auto mend = "Fix it: chitty config edit";

}  // namespace

Error with_advice(Error error) {
  const auto* reason = error.details.if_contains("errno");
  const auto says = [&](int number) { return reason && *reason == number; };
  if (!error.hint.empty()) return error;
  if (says(ENOSPC) || says(EDQUOT) || says(EFBIG)) error.hint = "Free some space on that disk and run the command again; the file is unchanged.";
  else if (says(EACCES) || says(EPERM) || says(EROFS)) error.hint = "Check its permissions, or choose another folder with XDG_CONFIG_HOME.";
  else if (says(EISDIR) || says(ENOTDIR)) error.hint = "Move what is in the way, or choose another folder with XDG_CONFIG_HOME.";
  return error;
}

Result<ConfigFile> ConfigFile::read(const fs::path& path, Reach believed) {
  ConfigFile file{.path = path, .text = {}, .root = {}};
  std::error_code ec;
  const auto status = fs::status(path, ec);
  if (status.type() == fs::file_type::not_found) return file;
  // A pipe or device would keep us waiting for ever.
  if (!ec && !fs::is_regular_file(status) && !fs::is_directory(status))
    return make_error(Code::configuration, "Cannot read " + path.string() + ": it is not a file.", "Move what is in the way.");
  if (const auto doubt = distrust(path, believed))
    return make_error(Code::configuration, path.string() + " is not read: " + doubt->why + ".", doubt->hint());
  auto text = read_file(path);
  if (!text) {
    Error error = with_advice(text.error());
    error.code = Code::configuration;
    return error;
  }
  file.text = without_byte_order_mark(*text);
  auto value = parse_json_text(file.text, path.string());
  if (!value) {
    Error error = value.error();
    error.hint = mend;
    return error;
  }
  if (!value->is_object())
    return make_error(Code::configuration, path.string() + ":1:1: The configuration must be a JSON object.", mend);
  file.root = std::move(value->get_object());
  return file;
}

Diagnostic ConfigFile::at_its_place(Diagnostic problem) const {
  problem.file = path.string();
  if (const auto place = JsonText(text).position(problem.steps)) problem.position = *place;
  return problem;
}

Error as_error(const Diagnostic& problem) {
  return make_error(Code::configuration,
                    problem.file + ":" + std::to_string(problem.position.line) + ":" + std::to_string(problem.position.column) + ": " + problem.message,
                    problem.hint.empty() ? mend : problem.hint);
}

Result<fs::path> end_of_links(const fs::path& path) {
  fs::path target = path;
  std::error_code ec;
  for (int hops = 0; fs::is_symlink(fs::symlink_status(target, ec)); ++hops) {
    if (hops == 16)
      return make_error(Code::configuration, "Cannot write " + path.string() + ": it is a symbolic link that leads back to itself.",
                        "Remove the link.");
    const fs::path next = fs::read_symlink(target, ec);
    target = next.is_absolute() ? next : target.parent_path() / next;
  }
  return target;
}

Result<void> write_config(const fs::path& path, std::string_view text) {
  const auto target = end_of_links(path);
  if (!target) return target.error();
  auto done = replace_file(*target, text, 0600);
  // A file that is mounted by itself (a container's bind mount) cannot be replaced, only written into.
  if (const auto* reason = done ? nullptr : done.error().details.if_contains("errno"); reason && *reason == EBUSY) done = rewrite_file(*target, text);
  if (!done) return with_advice(done.error());
  return {};
}

}  // namespace chitty::host
