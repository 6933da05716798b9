#include "platforms.hpp"

namespace chittyconnect::integrations {

namespace {

constexpr Platform known[] = {
    {"github", "gh", "GitHub", "thirdparty", "https://api.github.com", "/rate_limit", {{"X-GitHub-Api-Version", "2022-11-28"}, {"Accept", "application/vnd.github+json"}}},
    {"google-calendar", "gcal", "Google Calendar", "thirdparty", "https://www.googleapis.com", "/calendar/v3/users/me/calendarList?maxResults=1", {}},
    {"linear", "", "Linear", "thirdparty", "https://api.linear.app", "", {}},
    {"notion", "", "Notion", "thirdparty", "https://api.notion.com", "/v1/users/me", {{"Notion-Version", "2022-06-28"}, {}}},
    {"openai", "", "OpenAI", "ai_provider", "https://api.openai.com", "/v1/models", {}},
};

}  // namespace

std::span<const Platform> platforms() { return known; }

const Platform* platform_called(std::string_view name) {
  for (const auto& platform : known)
    if (platform.slug == name || (!platform.alias.empty() && platform.alias == name)) return &platform;
  return nullptr;
}

std::string_view slug_of(std::string_view name) {
  const auto* platform = platform_called(name);
  return platform ? platform->slug : name;
}

}  // namespace chittyconnect::integrations
