// Every migration of the house's own plugins, up and back, on both engines: its `-- down` leaves what was there before it.
#include "base/files.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/store/testing/store_fixture.hpp"

#include <map>

namespace chitty::host::daemon {
namespace {

namespace fs = std::filesystem;

struct PluginMigrations : StoreTest {
  static std::vector<Migration> steps_of(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& file : fs::directory_iterator(folder)) files[file.path().stem().string()] = read_file(file.path()).value();
    std::vector<Migration> steps;
    for (const auto& [id, text] : files) {
      const auto cut = text.find("\n-- down\n");
      EXPECT_NE(cut, text.npos) << id;
      steps.push_back({id, text.substr(0, cut), text.substr(cut + 9)});
    }
    return steps;
  }
  // Tables with their columns, and indexes; the daemon's own left out.
  std::vector<std::string> schema() {
    return on_postgresql_
               ? rows(
                     "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS what FROM information_schema.columns"
                     " WHERE table_schema = 'public' AND table_name NOT LIKE 'chitty%'"
                     " UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'chitty%' ORDER BY 1")
               : rows(
                     "SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c.\"notnull\" AS what FROM sqlite_master m,"
                     " pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'chitty%'"
                     " UNION ALL SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name NOT LIKE 'chitty%' ORDER BY 1");
  }
};

TEST_F(PluginMigrations, go_up_and_back_one_by_one_and_all_together) {
  std::size_t plugins = 0;
  for (const auto& plugin : fs::directory_iterator(fs::path(CHITTY_SOURCE_DIR) / "plugins")) {
    if (!fs::is_directory(plugin.path() / "migrations")) continue;
    ++plugins;
    const auto name = plugin.path().filename().string();
    const auto steps = steps_of(plugin.path() / "migrations");
    const auto empty = schema();
    for (std::size_t count = 1; count <= steps.size(); ++count) {
      const std::vector<Migration> known(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(count));
      const auto before = schema();
      for (int again = 0; again < 2; ++again) {
        EXPECT_EQ(migrate(*session_, name, known).value(), 1u) << known.back().id;
        if (again == 1) break;
        EXPECT_EQ(migrate_down(*session_, name, known, 1).value(), 1u) << known.back().id;
        EXPECT_EQ(schema(), before) << name << " " << known.back().id;
      }
    }
    EXPECT_NE(schema(), empty) << name;
    EXPECT_EQ(migrate_down(*session_, name, steps, steps.size()).value(), steps.size()) << name;
    EXPECT_EQ(schema(), empty) << name;
  }
  EXPECT_GE(plugins, 2u);
}

}  // namespace
}  // namespace chitty::host::daemon
