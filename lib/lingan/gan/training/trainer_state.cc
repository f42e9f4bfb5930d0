/// Trainer's state in and out of named tensors.
#include <nlohmann/json.hpp>

#include <lingan/base/error.h>
#include <lingan/gan/training/optimizer_state.h>
#include <lingan/gan/training/trainer.h>

namespace lingan {
namespace {

const std::string kBest = "best.";
const std::string kGenerator = "generator.";
const std::string kDiscriminator = "discriminator.";
const std::string kStrategy = "strategy.";
const std::string kPosition = "lingan.position";

/// The tensors of `file` under a prefix, without it.
std::map<std::string, torch::Tensor> under(const TensorFile& file, const std::string& prefix) {
  std::map<std::string, torch::Tensor> found;
  for (auto it = file.tensors.lower_bound(prefix);
       it != file.tensors.end() && it->first.starts_with(prefix); ++it) {
    found[it->first.substr(prefix.size())] = it->second;
  }
  return found;
}

}  // namespace

TensorFile Trainer::save() const {
  TensorFile file;
  collect_tensors(*generator_, kGenerator, file);
  for (const auto& [name, tensor] : best_weights_) file.tensors[kBest + name] = tensor;
  collect_adam(*likelihood_optimizer_, "likelihood-adam.", file);
  if (strategy_) {
    collect_tensors(*discriminator_, kDiscriminator, file);
    collect_adam(*generator_optimizer_, "generator-adam.", file);
    collect_adam(*discriminator_optimizer_, "discriminator-adam.", file);
    for (const auto& [name, tensor] : strategy_->state()) file.tensors[kStrategy + name] = tensor;
  }
  nlohmann::json sums = nlohmann::json::object();
  for (const auto& [name, sum] : sums_) sums[name] = {sum.first, sum.second};
  file.metadata[kPosition] = nlohmann::json{
      {"phase", static_cast<int64_t>(phase_)},
      {"unit", unit_},
      {"batch", batch_},
      {"steps_done", steps_done_},
      {"best_value", best_value_},
      {"has_best", has_best_},
      {"epochs_without_gain", epochs_without_gain_},
      {"learning_rate_scale", learning_rate_scale_},
      {"latest", latest_},
      {"sums", sums}}.dump();
  return file;
}

void Trainer::restore_position(const std::string& json) {
  try {
    const auto position = nlohmann::json::parse(json);
    const auto phase = position.at("phase").get<int64_t>();
    unit_ = position.at("unit").get<int64_t>();
    batch_ = position.at("batch").get<int64_t>();
    const int64_t batches = phase == 0 ? pretrain_batches()
                            : phase == 1
                                ? batches_per_round()
                                : 1 + recipe_.training.discriminator_steps * batches_per_round();
    if (phase < 0 || phase > static_cast<int64_t>(Phase::kDone) || unit_ < 0 || batch_ < 0 ||
        batch_ >= batches || (phase > 0 && phase < 3 && !strategy_)) {
      throw InputError("checkpoint: its position is not one of this recipe and corpus");
    }
    phase_ = static_cast<Phase>(phase);
    steps_done_ = position.at("steps_done").get<int64_t>();
    best_value_ = position.at("best_value").get<double>();
    has_best_ = position.at("has_best").get<bool>();
    epochs_without_gain_ = position.at("epochs_without_gain").get<int64_t>();
    learning_rate_scale_ = position.at("learning_rate_scale").get<double>();
    latest_ = position.at("latest").get<std::string>();
    sums_.clear();
    for (const auto& [name, sum] : position.at("sums").items()) {
      sums_[name] = {sum.at(0).get<double>(), sum.at(1).get<double>()};
    }
  } catch (const nlohmann::json::exception& error) {
    throw InputError(std::string("checkpoint: malformed position: ") + error.what());
  }
}

void Trainer::restore(const TensorFile& file) {
  const auto position = file.metadata.find(kPosition);
  if (position == file.metadata.end()) {
    throw InputError("checkpoint: no position in it; it is not a training checkpoint");
  }
  restore_position(position->second);
  best_weights_ = under(file, kBest);
  if (has_best_) restore_tensors(*generator_, kBest, file);  // refuses what does not fit
  restore_tensors(*generator_, kGenerator, file);
  restore_adam(*likelihood_optimizer_, "likelihood-adam.", file);
  if (strategy_) {
    restore_tensors(*discriminator_, kDiscriminator, file);
    restore_adam(*generator_optimizer_, "generator-adam.", file);
    restore_adam(*discriminator_optimizer_, "discriminator-adam.", file);
    strategy_->restore(under(file, kStrategy));
  }
  epoch_of_batches_ = -1;
  order_of_rows_ = -1;
  round_of_fakes_ = -1;
}

TensorFile Trainer::best_generator() const {
  TensorFile file;
  if (best_weights_.empty()) {
    collect_tensors(*generator_, "", file);
  } else {
    file.tensors = best_weights_;
  }
  return file;
}

}  // namespace lingan
