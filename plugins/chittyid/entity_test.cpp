#include "entity.hpp"

#include <gtest/gtest.h>

namespace chitty::id {
namespace {

TEST(Entity, words_of_the_mission_and_of_the_wire_become_letters) {
  const std::pair<const char*, char> known[] = {
      {"PERSON", 'P'}, {"ORGANIZATION", 'P'}, {"PLACE", 'L'}, {"LOCATION", 'L'}, {"PROPERTY", 'T'}, {"DOCUMENT", 'T'}, {"TRANSACTION", 'T'}, {"EVENT", 'E'}, {"CASE", 'E'}, {"AUTHORITY", 'A'}, {"person", 'P'}, {"thing", 'T'}, {"Authority", 'A'}, {"p", 'P'}, {"E", 'E'}};
  for (const auto& [word, letter] : known) {
    const auto entity = entity_of(word);
    ASSERT_TRUE(entity) << word;
    EXPECT_EQ(entity->letter, letter) << word;
  }
}

TEST(Entity, an_organization_is_a_person_in_law) {
  EXPECT_EQ(entity_of("ORGANIZATION")->characterization, "Legal");
  EXPECT_EQ(entity_of("PERSON")->characterization, "");
}

TEST(Entity, a_letter_and_its_characterization_become_the_word_again) {
  for (const char* word : {"PERSON", "ORGANIZATION", "AGENT", "PLACE", "THING", "EVENT", "AUTHORITY"}) {
    const auto entity = entity_of(word);
    EXPECT_EQ(entity_word(entity->letter, entity->characterization), word);
  }
  EXPECT_EQ(entity_word('P', "Natural"), "PERSON");
  EXPECT_EQ(entity_word('T', "Legal"), "THING");
  EXPECT_EQ(entity_word('X', ""), "");
}

TEST(Entity, another_word_is_refused_with_the_nearest_one) {
  const auto entity = entity_of("PERSN");
  ASSERT_FALSE(entity);
  EXPECT_EQ(entity.error().code, Code::invalid_argument);
  EXPECT_EQ(entity.error().message.find("Invalid entityType: \"PERSN\""), 0u);
  EXPECT_EQ(entity.error().hint, "Did you mean 'PERSON'?");
}

TEST(Entity, the_old_namespaces_are_refused_as_the_live_service_does) { EXPECT_FALSE(entity_of("peo")); }

}  // namespace
}  // namespace chitty::id
