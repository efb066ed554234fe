import { hold } from "./hold";
import { AT_UPDATE } from "./table";

hold(AT_UPDATE);
