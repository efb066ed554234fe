import { hold } from "./hold";
import { AT_CREATE } from "./table";

hold(AT_CREATE);
