#include "plugin/catalogue.hpp"

#include <unistd.h>

#include <boost/container_hash/hash.hpp>
#include <charconv>

#include "base/files.hpp"
#include "plugin/claims.hpp"
#include "plugin/gather.hpp"
#include "plugin/index/index.hpp"
#include "plugin/search.hpp"

namespace chitty::host {

namespace fs = std::filesystem;

namespace {

// Each set of places has its own index, so that two sets in turn do not chase each other.
fs::path index_file(const Paths& paths, const std::vector<LookedPlace>& places) {
  std::size_t hash = 0;
  for (const auto& [place, look] : places) boost::hash_combine(hash, place.folder.native());
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, hash, 16).ptr;
  return paths.cache / ("plugins-" + std::string(digits, end) + ".index");
}

// Only this user's own index is believed: its stamps stand for hashes.
bool is_ours(const fs::path& file) {
  const auto look = look_at(file.c_str());
  return !look.error && look.is_file && look.only_owner_writes;
}

}  // namespace

struct Catalogue::State {
  // An index and what it lies in. Older ones are kept, since rows are views into them.
  struct Held {
    MappedFile mapped;
    std::string built;
    std::optional<Index> index;
  };

  Paths paths;
  std::vector<LookedPlace> looked;
  std::vector<SearchPlace> places;
  std::vector<std::unique_ptr<Held>> held;
  bool all_looked_at = false;  // by this object, already
  bool known_whole = false;    // the tables, as make_whole() has found or made them

  explicit State(const Paths& of) : paths(of) { look(); }

  const Index& index() const { return *held.back()->index; }

  void look() {
    looked = look_at_places(paths);
    places.clear();
    for (const auto& one : looked) places.push_back(one.place);
  }

  void open() {
    const auto file = index_file(paths, looked);
    auto made = std::make_unique<Held>();
    if (is_ours(file))
      if (auto mapped = MappedFile::open(file)) made->mapped = std::move(*mapped);
    made->index = Index::open(made->mapped.bytes());
    const bool is_true = made->index && made->index->is_of(looked) && !made->index->may_be_racy();
    if (made->index) held.push_back(std::move(made));
    if (!is_true) refresh(true);
  }

  // Make the index anew. `reuse`: what the old one knows of unchanged files is taken over.
  void refresh(bool reuse) {
    const auto time_ns = stamp_clock_ns();
    look();
    const Index* old = reuse && !held.empty() ? &index() : nullptr;
    auto candidates = gather(looked, old, time_ns);
    settle_claims(candidates);
    auto made = std::make_unique<Held>();
    made->built = write_index(looked, candidates, time_ns);
    made->index = Index::open(made->built);
    if (!looked.empty())
      (void)replace_file(index_file(paths, looked), made->built);  // a cache: without it, only slower
    held.push_back(std::move(made));
    all_looked_at = true;
  }

  // Before the tables are read as a whole, or something is said not to be there.
  void make_whole() {
    if (!known_whole && !index().is_whole()) refresh(false);
    known_whole = true;
  }

  // The word, if its row can be read, is its plugin's, and its file is the one that was indexed.
  std::optional<Found> true_find(std::string_view word) const {
    const auto hit = index().find(word);
    const auto row = hit ? index().row_for(hit->row, word) : std::nullopt;
    if (!row || !row->reason.empty()) return std::nullopt;
    if (look_at(std::string(row->path).c_str()).stamp != row->stamp) return std::nullopt;
    return Found{*row, hit->hands_on, !hit->is_root};
  }

  std::optional<Found> find(std::string_view word) {
    if (auto found = true_find(word)) return found;
    const bool whole = index().is_whole();
    const bool listed = index().find(word).has_value();  // then its row is damaged, or its file has changed
    if (!whole || listed || (!all_looked_at && !index().files_are_as_indexed())) refresh(whole);
    all_looked_at = true;
    return true_find(word);
  }
};

Catalogue::Catalogue(std::unique_ptr<State> state) : state_(std::move(state)) {}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

Catalogue Catalogue::open(const Paths& paths) {
  auto state = std::make_unique<State>(paths);
  state->open();
  return Catalogue(std::move(state));
}

Catalogue Catalogue::rebuild(const Paths& paths) {
  auto state = std::make_unique<State>(paths);
  state->refresh(false);
  return Catalogue(std::move(state));
}

std::size_t Catalogue::size() const { return state_->index().size(); }

CatalogueRow Catalogue::row(std::size_t index) const {
  if (auto row = state_->index().row(index)) return *row;
  state_->refresh(false);
  CatalogueRow gone;
  gone.reason = "the plugin index was damaged and has been rebuilt";
  gone.hint = "Run the command again.";
  return state_->index().row(index).value_or(gone);
}

std::vector<CatalogueRoot> Catalogue::roots() const {
  state_->make_whole();
  std::vector<CatalogueRoot> roots;
  for (std::size_t i = 0; i < state_->index().word_count(); ++i)
    if (const auto word = state_->index().word(i); word && word->is_root)
      roots.push_back({word->word, word->summary, word->hands_on, word->row});
  return roots;
}

std::vector<CatalogueStep> Catalogue::first_steps() const {
  state_->make_whole();
  return state_->index().first_steps();
}

std::optional<Catalogue::Found> Catalogue::find(std::string_view word) const { return state_->find(word); }

std::optional<CatalogueRow> Catalogue::find_plugin(std::string_view name) const {
  const auto found = state_->find(name);
  if (!found || found->row.name != name) return std::nullopt;
  return found->row;
}

std::optional<CatalogueRow> Catalogue::find_refused(std::string_view word) const {
  state_->make_whole();
  for (std::size_t i = 0; i < size(); ++i)
    if (const auto candidate = state_->index().row_for(i, word); candidate && !candidate->reason.empty())
      return candidate;
  return std::nullopt;
}

const std::vector<SearchPlace>& Catalogue::places() const { return state_->places; }

}  // namespace chitty::host
