/** Whether a text of the configuration holds an expression of Terraform: its value is known to Terraform alone. */
export const isExpression = (text: string): boolean => /[$%]\{/.test(text);
