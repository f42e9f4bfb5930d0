#include <lingan/gan/training/before_end.h>

#include <nlohmann/json.hpp>

namespace lingan {
namespace {

const std::string kWeights = "before-end.generator.";
const std::string kChoice = "before-end.";

}  // namespace

void BeforeEnd::keep_weights(const Generator& generator) {
  for (const auto& parameter : generator.named_parameters()) {
    weights_[parameter.key()] = parameter.value().detach().clone();
  }
}

void BeforeEnd::keep_choice(const BestGenerator& best, const RunningMeans& means) {
  choice_ = Choice{best, means};
}

void BeforeEnd::put_back(Generator& generator, BestGenerator& best, RunningMeans& means) const {
  if (!weights_.empty()) restore_tensors(generator, "", {weights_, {}});
  if (!choice_) return;
  best = choice_->best;
  means = choice_->means;
}

void BeforeEnd::save(nlohmann::json& position, TensorFile& file) const {
  for (const auto& [name, tensor] : weights_) file.tensors[kWeights + name] = tensor;
  if (!choice_) return;
  TensorFile best;
  nlohmann::json& json = position["before_end"];
  choice_->best.save(json, best);
  json["sums"] = choice_->means.save();
  for (const auto& [name, tensor] : best.tensors) file.tensors[kChoice + name] = tensor;
}

void BeforeEnd::restore(const nlohmann::json& position, const TensorFile& file,
                        Generator& generator) {
  forget();
  weights_ = tensors_under(file, kWeights);
  if (!weights_.empty()) restore_tensors(generator, kWeights, file);
  if (!position.contains("before_end")) return;
  const nlohmann::json& json = position.at("before_end");
  choice_.emplace();
  choice_->best.restore(json, {tensors_under(file, kChoice), {}}, generator);
  choice_->means.restore(json.at("sums"));
}

}  // namespace lingan
