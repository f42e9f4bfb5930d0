#include <lingan/gan/recipe/earlier_keys.h>

#include <algorithm>
#include <array>

namespace lingan {
namespace {

using Path = std::string_view;

constexpr std::array kPretraining = {Path("optimizer.likelihood.learning_rate")};
constexpr std::array kGenerator = {Path("optimizer.generator.learning_rate")};
constexpr std::array kDiscriminator = {Path("optimizer.discriminator.learning_rate")};
constexpr std::array kClips = {Path("optimizer.likelihood.gradient_clip"),
                               Path("optimizer.generator.gradient_clip"),
                               Path("optimizer.discriminator.gradient_clip")};
constexpr std::array kRounds = {Path("training.adversarial_rounds")};
constexpr std::array kPretrainRounds = {Path("training.discriminator_pretrain_rounds")};
constexpr std::array kDropouts = {Path("generator.input_dropout"),
                                  Path("generator.output_dropout")};

/// Of 0.1.0.
constexpr std::array kEarlierKeys = {
    EarlierKey{"training.pretrain_learning_rate", kPretraining},
    EarlierKey{"training.generator_learning_rate", kGenerator},
    EarlierKey{"training.discriminator_learning_rate", kDiscriminator},
    EarlierKey{"training.gradient_clip", kClips},
    EarlierKey{"training.learning_rate_decay", {}},
    EarlierKey{"training.adversarial_steps", kRounds},
    EarlierKey{"training.discriminator_pretrain_steps", kPretrainRounds},
    EarlierKey{"training.discriminator_steps", {}},
    EarlierKey{"generator.dropout", kDropouts},
    EarlierKey{"discriminator.initial_range", {}},
};

}  // namespace

const EarlierKey* earlier_key(std::string_view path) {
  const auto* key = std::ranges::find(kEarlierKeys, path, &EarlierKey::path);
  return key == kEarlierKeys.end() ? nullptr : key;
}

}  // namespace lingan
