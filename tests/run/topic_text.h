/// Sentences of four topics, which share their function words and their forms.
#pragma once

#include <array>
#include <string>
#include <vector>

#include <lingan/base/random.h>

namespace lingan::testing {

struct TopicText {
  std::vector<std::string> sentences;
  std::vector<int32_t> topics;  ///< 0..3, one after the other
};

inline TopicText topic_text(int64_t count, uint64_t seed) {
  using Words = std::array<const char*, 4>;
  static constexpr std::array<std::array<Words, 3>, 4> kTopics = {{
      {{{"cook", "baker", "guest", "waiter"},
        {"eats", "bakes", "fries", "tastes"},
        {"bread", "soup", "cake", "fish"}}},
      {{{"striker", "keeper", "coach", "captain"},
        {"kicks", "passes", "heads", "saves"},
        {"ball", "goal", "match", "cup"}}},
      {{{"pilot", "sailor", "driver", "guard"},
        {"steers", "parks", "boards", "leaves"},
        {"ship", "train", "plane", "bus"}}},
      {{{"singer", "drummer", "choir", "band"},
        {"sings", "plays", "hums", "records"},
        {"song", "waltz", "opera", "hymn"}}},
  }};
  static constexpr Words kBefore = {"the", "a", "this", "every"};
  static constexpr Words kAfter = {"today", "again", "now", "often"};
  const RandomStream stream{.seed = seed};
  TopicText text;
  for (int64_t i = 0; i < count; ++i) {
    text.topics.push_back(static_cast<int32_t>(i % 4));
    const auto& [who, does, what] = kTopics[i % 4];
    std::string line;
    uint32_t place = 0;
    for (const Words* words : {&kBefore, &who, &does, &kBefore, &what, &kAfter}) {
      line += std::string(line.empty() ? "" : " ") + (*words)[stream.below(4, i, place++)];
    }
    text.sentences.push_back(line);
  }
  return text;
}

}  // namespace lingan::testing
