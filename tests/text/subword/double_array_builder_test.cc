#include <gtest/gtest.h>

#include <map>
#include <random>

#include <lingan/text/subword/double_array_builder.h>

namespace lingan::double_array_builder_test {
namespace {

/// Random keys over few letters, so that many are prefixes of others, and some over all bytes.
std::map<std::string, int32_t> random_keys(size_t count) {
  std::mt19937 random(1);
  std::map<std::string, int32_t> keys;
  while (keys.size() < count) {
    std::string key;
    for (size_t length = 1 + random() % 12; length > 0; --length) {
      key += static_cast<char>(keys.size() % 3 == 0 ? 1 + random() % 255 : 'a' + random() % 3);
    }
    keys.emplace(key, static_cast<int32_t>(keys.size()));
  }
  return keys;
}

TEST(DoubleArray, FindsItsKeysAndNoOthers) {
  const auto keys = random_keys(30000);
  const DoubleArray trie = DoubleArray::build({keys.begin(), keys.end()});
  for (const auto& [key, value] : keys) {
    EXPECT_EQ(find_key(trie.view(), key.data(), static_cast<uint32_t>(key.size())), value);
    const std::string longer = key + std::string(1, '\0');
    EXPECT_EQ(find_key(trie.view(), longer.data(), static_cast<uint32_t>(longer.size())), -1);
    const std::string shorter = key.substr(0, key.size() - 1);
    const auto entry = keys.find(shorter);
    EXPECT_EQ(find_key(trie.view(), shorter.data(), static_cast<uint32_t>(shorter.size())),
              entry == keys.end() ? -1 : entry->second);
  }
}

TEST(DoubleArray, FindsTheLongestKeyAtTheFrontOfAText) {
  const DoubleArray trie = DoubleArray::build({{"a", 1}, {"abc", 2}, {"b", 3}});
  const std::string text = "abcd";
  EXPECT_EQ(longest_match(trie.view(), text.data(), 4).bytes, 3u);
  EXPECT_EQ(longest_match(trie.view(), text.data(), 2).value, 1);
  EXPECT_EQ(longest_match(trie.view(), text.data() + 2, 2).bytes, 0u);
  EXPECT_EQ(longest_match({}, text.data(), 4).bytes, 0u);
}

TEST(DoubleArray, TakesFewUnitsForItsKeys) {
  const auto keys = random_keys(30000);
  size_t bytes = 0;
  for (const auto& [key, value] : keys) bytes += key.size() + 1;
  EXPECT_LT(DoubleArray::build({keys.begin(), keys.end()}).view().size, 2 * bytes);
  EXPECT_EQ(find_key(DoubleArray::build({}).view(), "a", 1), -1);
}

}  // namespace
}  // namespace lingan::double_array_builder_test
