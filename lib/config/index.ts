/** The configuration file: read, checked, explained. */
export { type Configuration, type ConfiguredIntegration } from "./configuration";
export { configurationFile, loadConfiguration, readConfiguration } from "./load";
export { nearest } from "./nearest";
export {
  type Complaint,
  ConfigurationErrors,
  placeText,
  type Problem,
  problemText,
} from "./problem";
export { isFolder, standIn } from "./folder";
