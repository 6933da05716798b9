// What is installed: every plugin found in the search places, usable or refused with its reason, read from manifests
// without running any code, and kept in one mapped index. The index is a cache: delete it and nothing is lost, and a
// disk that cannot be written makes chitty slow, never wrong.
//
// What an invocation costs does not grow with the number of plugins: one `stat` for each search folder says whether the
// index is still true (git's rule for racy times included), one `stat` checks the one plugin that is about to be used.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/paths.hpp"
#include "manifest/manifest.hpp"
#include "plugin/stamp.hpp"

namespace chitty::host {

// One folder where plugins are looked for, in order of precedence.
struct SearchPlace {
  std::filesystem::path folder;
  std::string origin;   // "CHITTY_PLUGIN_PATH", "your plugins", "installed with chitty"
  std::string skipped;  // why it was not read ("there is no such folder"), or empty
};

// CHITTY_PLUGIN_PATH (colon-separated), the user's folder, the installation's. CHITTY_NO_PLUGINS=1: none.
std::vector<SearchPlace> search_places(const Paths& paths);

// One row: a plugin as it stands in the index. Views into the index; valid while the Catalogue lives.
struct CatalogueRow {
  std::string_view path;  // of the library
  std::string_view name;  // may be empty when nothing could be read
  std::string_view version;
  std::string_view summary;
  std::string_view sha256;    // of the file, hex
  std::string_view reason;    // why it is refused, one sentence; empty: usable
  std::string_view hint;      // what to do about the reason, or about the note
  std::string_view note;      // usable, but not as it wishes: "its word 'id' belongs to …"
  std::string_view origin;    // of the place where it was found: "your plugins"
  std::string_view manifest;  // JSON text; empty when refused before it could be read
  FileStamp stamp;            // of the file, when its hash was taken
  bool proven = false;        // the same stamp means the same bytes: the file was not racy when it was read
};

struct CatalogueRoot {
  std::string_view word, summary;
  bool hands_on = false;
  std::size_t row = 0;
};

// What somebody new may try first.
struct CatalogueStep {
  std::string_view command, summary;
};

class Catalogue {
 public:
  // Read the index, or build it anew when it is not true any more. Never fails: what cannot be read is a row with a
  // reason.
  static Catalogue open(const Paths& paths);

  Catalogue(Catalogue&&) noexcept;
  Catalogue& operator=(Catalogue&&) noexcept;
  ~Catalogue();

  std::size_t size() const;
  CatalogueRow row(std::size_t index) const;  // in search order

  std::vector<CatalogueRoot> roots() const;  // usable ones, sorted by word
  // At most four. Those of a plugin that runs the local daemon come first: the others need it.
  std::vector<CatalogueStep> first_steps() const;
  // The plugin that owns the first word: a root, else a plugin's name. Binary search in the index; the file found is
  // looked at once, and when it has changed, or there is no such word, every file is, so that the answer is true now.
  struct Found {
    CatalogueRow row;
    bool hands_on = false;
    bool by_name = false;  // the word was the plugin's name, not a root
  };
  std::optional<Found> find(std::string_view word) const;
  std::optional<CatalogueRow> find_plugin(std::string_view name) const;

  // A refused plugin that would answer to the word (its root, its name, or its file's name without ending), for the
  // message.
  std::optional<CatalogueRow> find_refused(std::string_view word) const;

  const std::vector<SearchPlace>& places() const;

  // Look at every file again, whatever the index says (`chitty plugin list` does).
  static Catalogue rebuild(const Paths& paths);

 private:
  struct State;
  explicit Catalogue(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace chitty::host
